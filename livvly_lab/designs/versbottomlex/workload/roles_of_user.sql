-- Which roles has this user?
-- endpoint: every request
-- index: user_roles_pkey
-- runs: shard
-- draw typical:
--   SELECT user_id AS user_id
--   FROM {user_roles}
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id AS user_id
--   FROM {user_roles}
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT role_code, expires_at
FROM {user_roles}
WHERE user_id = %(user_id)s
