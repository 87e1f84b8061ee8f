-- Which accounts were closed thirty days ago and are to be emptied?
-- endpoint: daily job
-- index: idx_users_closed
-- runs: shard
-- keeps deleted: it looks for closed accounts
-- draw typical: SELECT max(created_at) - interval '7 days' AS before FROM {users}
SELECT id
FROM {users}
WHERE deleted_at < %(before)s
