-- Which transcripts did this moderator decide, the latest first?
-- endpoint: GET /admin/moderators/{id}/transcripts
-- index: idx_ai_moderation_transcripts_reviewed_by
-- runs: shared
-- draw typical:
--   SELECT reviewed_by AS moderator_id
--   FROM {ai_moderation_transcripts}
--   WHERE reviewed_by IS NOT NULL
--   GROUP BY reviewed_by
--   ORDER BY md5(reviewed_by::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS moderator_id FROM generate_series(1, 2) AS n
SELECT id, user_id, violation_type, review_status, reviewed_at
FROM {ai_moderation_transcripts}
WHERE reviewed_by = %(moderator_id)s
ORDER BY reviewed_at DESC
LIMIT 50
