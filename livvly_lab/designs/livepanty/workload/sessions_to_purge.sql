-- Which sessions expired thirty days ago?
-- endpoint: daily: purge_expired
-- index: idx_auth_sessions_expires
-- runs: shard
SELECT id
FROM {auth_sessions}
WHERE expires_at < timestamptz '2026-11-01' - interval '30 days'
