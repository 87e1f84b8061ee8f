-- What was this performer paid, the latest first?
-- endpoint: GET /host/payouts
-- index: idx_payouts_user
-- runs: shard
-- draw typical:
--   SELECT user_id
--   FROM {payouts}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id
--   FROM {payouts}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT tokens, net_usd, method, status, created_at, paid_at
FROM {payouts}
WHERE user_id = %(user_id)s
ORDER BY created_at DESC
LIMIT 20
