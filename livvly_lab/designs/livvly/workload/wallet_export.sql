-- Which transactions does the data export of this user hold?
-- endpoint: GET /me/export/transactions
-- index: idx_transactions_user
-- runs: shard
-- keeps deleted: an export of personal data shows what is still stored, deleted or not
-- draw typical: SELECT id AS user_id FROM {users} WHERE deleted_at IS NULL ORDER BY md5(id::text) LIMIT 10
-- draw hot:
--   SELECT user_id
--   FROM {transactions}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY count(*) DESC, user_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, type, amount, balance_after, price_inr, payment_method, status, created_at, deleted_at
FROM {transactions}
WHERE user_id = %(user_id)s
