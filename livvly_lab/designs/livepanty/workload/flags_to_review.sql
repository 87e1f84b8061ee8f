-- Which flags are to be reviewed: the most urgent, the oldest of these first?
-- endpoint: GET /admin/flags
-- index: idx_moderation_flags_queue
-- runs: shared
SELECT id, user_id, stream_id, category, confidence, priority, created_at
FROM {moderation_flags}
WHERE status = 'pending'
ORDER BY priority, created_at
LIMIT 50
