-- Which users may log in, the most recently seen first?
-- endpoint: GET /admin/users?active
-- index: idx_users_is_active
-- runs: shard
SELECT id, email, phone, last_active
FROM {users}
WHERE is_active AND deleted_at IS NULL
ORDER BY last_active DESC
LIMIT 50
