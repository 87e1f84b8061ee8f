-- Which recordings expire today?
-- endpoint: daily job
-- index: idx_stream_archives_expiring
-- runs: shard
-- draw typical: SELECT coalesce(max(created_at), now()) + interval '1 day' AS before FROM {users}
SELECT id
FROM {stream_archives}
WHERE expires_at < %(before)s AND deleted_at IS NULL AND NOT legal_hold
