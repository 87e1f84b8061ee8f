-- What has this user paid? All shards are asked: payments live with the analyst.
-- endpoint: GET /me/payments
-- index: idx_payment_transactions_user
-- runs: scatter
-- draw typical:
--   SELECT user_id AS user_id
--   FROM {payment_transactions}
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id AS user_id
--   FROM {payment_transactions}
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, transaction_type, amount, status, payment_method, created_at
FROM {payment_transactions}
WHERE user_id = %(user_id)s
ORDER BY created_at DESC
LIMIT 20
