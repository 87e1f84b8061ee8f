-- Which password resets expired a day ago?
-- endpoint: daily: purge_expired
-- index: idx_password_reset_tokens_expires
-- runs: shard
SELECT id
FROM {password_reset_tokens}
WHERE expires_at < timestamptz '2026-11-01' - interval '1 day'
