-- With what can this user pay?
-- endpoint: GET /me/payment-methods
-- index: idx_payment_methods_user
-- runs: shard
-- draw typical:
--   SELECT user_id AS user_id
--   FROM {payment_methods}
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id AS user_id
--   FROM {payment_methods}
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, provider_code, kind, brand, last4, is_default
FROM {payment_methods}
WHERE user_id = %(user_id)s AND deleted_at IS NULL
