-- Who logs in with this phone number, while nobody knows the shard? A phone number does not route: all are asked.
-- endpoint: POST /auth/login
-- index: idx_users_phone
-- runs: scatter
-- draw typical: SELECT phone FROM {users} WHERE phone IS NOT NULL ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT '+22190000000' || n AS phone FROM generate_series(1, 2) AS n
SELECT id, auth_provider, roles, is_active
FROM {users}
WHERE phone = %(phone)s
