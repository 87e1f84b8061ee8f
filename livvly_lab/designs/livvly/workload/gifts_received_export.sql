-- Which gifts from senders of one shard does the data export of this creator hold?
-- endpoint: GET /me/export/gifts
-- index: idx_gift_transactions_receiver_id
-- runs: shard
-- keeps deleted: an export of personal data shows what is still stored, deleted or not
-- draw typical:
--   SELECT receiver_id AS user_id
--   FROM {gift_transactions}
--   WHERE receiver_id IS NOT NULL
--   GROUP BY receiver_id
--   ORDER BY md5(receiver_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, sender_id, gift_id, quantity, diamonds_earned, message, created_at, deleted_at
FROM {gift_transactions}
WHERE receiver_id = %(user_id)s
