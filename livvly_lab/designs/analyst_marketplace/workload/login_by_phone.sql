-- Who logs in with this phone number, while nobody knows the shard? All are asked.
-- endpoint: POST /auth/login
-- index: idx_users_phone
-- runs: scatter
-- draw typical: SELECT phone FROM {users} WHERE phone IS NOT NULL AND deleted_at IS NULL ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT '+91500000000' || n AS phone FROM generate_series(1, 2) AS n
SELECT id, password_hash, user_type, is_active
FROM {users}
WHERE phone = %(phone)s AND deleted_at IS NULL
