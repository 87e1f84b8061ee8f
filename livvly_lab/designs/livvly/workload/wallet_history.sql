-- What moved coins in this wallet, the newest first?
-- endpoint: GET /me/wallet/history
-- index: idx_transactions_live
-- runs: shard
-- draw typical: SELECT id AS user_id FROM {users} WHERE deleted_at IS NULL ORDER BY md5(id::text) LIMIT 10
-- draw hot:
--   SELECT user_id
--   FROM {transactions}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY count(*) DESC, user_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, type, amount, balance_after, status, created_at
FROM {transactions}
WHERE user_id = %(user_id)s AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 20
