-- Which users are of this type, the newest first?
-- endpoint: GET /admin/users?type=
-- index: idx_users_user_type
-- runs: shard
-- draw typical: SELECT DISTINCT user_type FROM {users} ORDER BY user_type
-- draw absent: SELECT 'visitor' AS user_type
SELECT id, email, phone, created_at
FROM {users}
WHERE user_type = %(user_type)s AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 50
