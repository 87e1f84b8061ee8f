-- Which users have this role, the newest first?
-- endpoint: GET /admin/users?role=
-- index: idx_users_role
-- runs: shard
-- draw typical: SELECT DISTINCT role FROM {users} WHERE deleted_at IS NULL ORDER BY role
-- draw absent: SELECT 'guest' AS role
SELECT id, username, status, created_at
FROM {users}
WHERE role = %(role)s AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 50
