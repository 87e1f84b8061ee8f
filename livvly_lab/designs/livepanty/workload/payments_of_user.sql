-- What did this user pay for tokens, the latest first?
-- endpoint: GET /me/payments
-- index: idx_payments_user
-- runs: shard
-- draw typical:
--   SELECT user_id
--   FROM {payments}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id
--   FROM {payments}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT provider, amount, currency, tokens, status, created_at
FROM {payments}
WHERE user_id = %(user_id)s
ORDER BY created_at DESC
LIMIT 20
