-- Whose password may be set by this link?
-- endpoint: POST /auth/reset
-- index: idx_password_reset_tokens_token
-- runs: shard
-- draw typical: SELECT token_hash FROM {password_reset_tokens} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT repeat('0', 64) AS token_hash
SELECT user_id, expires_at, used_at
FROM {password_reset_tokens}
WHERE token_hash = %(token_hash)s
