-- Which gifts did this creator receive from senders of one shard, the newest first?
-- endpoint: GET /creator/gifts
-- index: idx_gift_transactions_live
-- runs: shard
-- draw typical:
--   SELECT receiver_id AS user_id
--   FROM {gift_transactions}
--   WHERE receiver_id IS NOT NULL
--   GROUP BY receiver_id
--   ORDER BY md5(receiver_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT receiver_id AS user_id
--   FROM {gift_transactions}
--   WHERE receiver_id IS NOT NULL
--   GROUP BY receiver_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT t.id, t.sender_id, g.name, t.quantity, t.diamonds_earned, t.message, t.created_at
FROM {gift_transactions} AS t
JOIN {gifts} AS g ON g.id = t.gift_id
WHERE t.receiver_id = %(user_id)s AND t.deleted_at IS NULL
ORDER BY t.created_at DESC
LIMIT 20
