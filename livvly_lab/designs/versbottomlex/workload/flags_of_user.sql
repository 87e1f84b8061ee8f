-- What was this account flagged for?
-- endpoint: GET /admin/users/:id/flags
-- index: account_flags_user_id_reason_created_at_key
-- runs: shard
-- draw typical:
--   SELECT user_id AS user_id
--   FROM {account_flags}
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id AS user_id
--   FROM {account_flags}
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT reason, severity, created_at, outcome
FROM {account_flags}
WHERE user_id = %(user_id)s
ORDER BY created_at DESC
