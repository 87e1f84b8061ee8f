-- What did this creator withdraw, the latest first?
-- endpoint: GET /creator/withdrawals
-- index: idx_withdrawals_user_id
-- runs: shared
-- draw typical:
--   SELECT user_id
--   FROM {withdrawals}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id
--   FROM {withdrawals}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY count(*) DESC, user_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, diamonds, amount_inr, status, requested_at, processed_at, utr
FROM {withdrawals}
WHERE user_id = %(user_id)s
ORDER BY requested_at DESC
LIMIT 20
