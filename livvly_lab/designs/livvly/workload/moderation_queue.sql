-- Which flagged transcripts wait for a moderator, the newest first?
-- endpoint: GET /admin/moderation/queue
-- index: idx_ai_transcripts_flagged
-- runs: shared
SELECT id, source_type, source_id, user_id, language, violation_type, confidence, created_at
FROM {ai_moderation_transcripts}
WHERE flagged AND review_status = 'pending'
ORDER BY created_at DESC
LIMIT 50
