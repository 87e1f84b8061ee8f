-- What does this user sign in with?
-- endpoint: GET /me/security
-- index: idx_login_identities_user
-- runs: shared
-- draw typical:
--   SELECT user_id AS user_id
--   FROM {login_identities}
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id AS user_id
--   FROM {login_identities}
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT kind, created_at
FROM {login_identities}
WHERE user_id = %(user_id)s
