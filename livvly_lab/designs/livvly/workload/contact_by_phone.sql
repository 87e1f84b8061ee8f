-- Which name and photo belong to this phone number, read from the covering index alone?
-- endpoint: GET /users/by-phone/{phone}
-- index: idx_users_phone_covering
-- runs: shard
-- keeps deleted: deleted_at is not in the covering index; a filter on it would need the table's row
-- draw typical: SELECT phone FROM {users} WHERE deleted_at IS NULL ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT '+91500000000' || n AS phone FROM generate_series(1, 2) AS n
SELECT display_name, profile_photo, is_creator
FROM {users}
WHERE phone = %(phone)s
