-- Whose session is this?
-- endpoint: every request
-- index: idx_auth_sessions_token
-- runs: shard
-- draw typical: SELECT token_hash FROM {auth_sessions} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT repeat('0', 64) AS token_hash
SELECT user_id, expires_at, revoked_at
FROM {auth_sessions}
WHERE token_hash = %(token_hash)s
