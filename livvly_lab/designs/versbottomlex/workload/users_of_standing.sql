-- Which suspended accounts were seen last?
-- endpoint: GET /admin/users?status=suspended
-- index: idx_users_standing
-- runs: shard
SELECT id, username, status, last_seen_at
FROM {users}
WHERE status = 'suspended' AND deleted_at IS NULL
ORDER BY last_seen_at DESC
LIMIT 50
