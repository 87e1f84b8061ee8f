-- Whose session is this token, and is it still good?
-- endpoint: any request
-- index: idx_user_sessions_token_hash
-- runs: shard
-- draw typical: SELECT token_hash FROM {user_sessions} ORDER BY md5(token_hash) LIMIT 10
-- draw absent: SELECT repeat(n::text, 64) AS token_hash FROM generate_series(1, 2) AS n
SELECT id, user_id, expires_at, is_revoked
FROM {user_sessions}
WHERE token_hash = %(token_hash)s
