-- How many accounts of this shard are not deleted?
-- endpoint: GET /admin/users/count
-- index: idx_users_deleted
-- runs: shard
SELECT count(*) AS users
FROM {users}
WHERE deleted_at IS NULL
