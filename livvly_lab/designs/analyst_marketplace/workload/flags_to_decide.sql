-- Which reports has nobody decided, the oldest first?
-- endpoint: GET /admin/flags
-- index: idx_moderation_flags_queue
-- runs: shared
SELECT id, flagged_entity_type, flagged_entity_id, flag_reason, priority, created_at
FROM {moderation_flags}
WHERE status IN ('pending', 'under_review')
ORDER BY created_at
LIMIT 50
