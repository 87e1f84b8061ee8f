-- Who logs in with this email address, in the shard the router knows?
-- endpoint: POST /auth/login
-- index: idx_users_email
-- runs: shard
-- draw typical: SELECT email FROM {users} WHERE deleted_at IS NULL ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT 'nobody@example.com' AS email
SELECT id, email, password_hash, role, status
FROM {users}
WHERE email = %(email)s AND deleted_at IS NULL
