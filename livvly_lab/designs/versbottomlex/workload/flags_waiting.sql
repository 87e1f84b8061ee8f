-- Which flags has nobody decided?
-- endpoint: GET /moderation/flags
-- index: idx_account_flags_waiting
-- runs: scatter
SELECT id, user_id, reason, severity, created_at
FROM {account_flags}
WHERE resolved_at IS NULL
ORDER BY severity DESC, created_at
LIMIT 50
