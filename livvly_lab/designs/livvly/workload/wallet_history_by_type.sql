-- Which transactions of one type are in this wallet, the newest first?
-- endpoint: GET /me/wallet/history?type=
-- index: idx_transactions_composite
-- runs: shard
-- draw typical:
--   SELECT u.id AS user_id, t.type
--   FROM (SELECT id FROM {users} WHERE deleted_at IS NULL ORDER BY md5(id::text) LIMIT 5) AS u,
--     (VALUES ('recharge'), ('call')) AS t(type)
-- draw hot:
--   SELECT user_id, type
--   FROM {transactions}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id, type
--   ORDER BY count(*) DESC, user_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id, 'gift' AS type FROM generate_series(1, 2) AS n
SELECT id, amount, balance_after, status, created_at
FROM {transactions}
WHERE user_id = %(user_id)s AND type = %(type)s AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 20
