-- Who logs in with this phone number, in the shard the router knows from the last visit?
-- endpoint: POST /auth/login
-- index: idx_users_phone
-- runs: shard
-- draw typical: SELECT phone FROM {users} WHERE phone IS NOT NULL ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT '+22190000000' || n AS phone FROM generate_series(1, 2) AS n
SELECT id, auth_provider, roles, is_active
FROM {users}
WHERE phone = %(phone)s
