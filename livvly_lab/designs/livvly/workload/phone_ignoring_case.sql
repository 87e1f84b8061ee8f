-- Which account has this phone number, whatever the case of its letters?
-- endpoint: GET /admin/users?phone=
-- index: idx_users_phone_lower
-- runs: shard
-- draw typical: SELECT upper(phone) AS phone FROM {users} WHERE deleted_at IS NULL ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT '+91500000000' || n AS phone FROM generate_series(1, 2) AS n
SELECT id, phone, display_name, is_active
FROM {users}
WHERE lower(phone) = lower(%(phone)s) AND deleted_at IS NULL
