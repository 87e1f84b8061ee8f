-- Which gifts did this user send, the newest first?
-- endpoint: GET /me/gifts
-- index: idx_gift_transactions_sender_id
-- runs: shard
-- draw typical: SELECT id AS user_id FROM {users} WHERE deleted_at IS NULL ORDER BY md5(id::text) LIMIT 10
-- draw hot:
--   SELECT sender_id AS user_id
--   FROM {gift_transactions}
--   WHERE sender_id IS NOT NULL
--   GROUP BY sender_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT t.id, t.receiver_id, g.name, t.quantity, t.coins_spent, t.created_at
FROM {gift_transactions} AS t
JOIN {gifts} AS g ON g.id = t.gift_id
WHERE t.sender_id = %(user_id)s AND t.deleted_at IS NULL
ORDER BY t.created_at DESC
LIMIT 20
