-- Who logs in with this email address?
-- endpoint: POST /auth/login
-- index: idx_users_email
-- runs: shard
-- draw typical: SELECT email FROM {users} WHERE email IS NOT NULL ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT 'nobody' || n || '@example.sn' AS email FROM generate_series(1, 2) AS n
SELECT id, auth_provider, roles, is_active
FROM {users}
WHERE email = %(email)s
