-- Who logs in with this email address, while nobody knows the shard? All are asked.
-- endpoint: POST /auth/login
-- index: idx_users_email
-- runs: scatter
-- draw typical: SELECT email FROM {users} WHERE email IS NOT NULL AND deleted_at IS NULL ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT 'nobody@example.in' AS email
SELECT id, password_hash, user_type, is_active
FROM {users}
WHERE email = %(email)s AND deleted_at IS NULL
