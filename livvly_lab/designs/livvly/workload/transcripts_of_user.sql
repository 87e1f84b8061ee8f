-- What did this user say that was transcribed, the newest first?
-- endpoint: GET /admin/users/{id}/transcripts
-- index: idx_ai_transcripts_user
-- runs: shared
-- draw typical:
--   SELECT user_id
--   FROM {ai_moderation_transcripts}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id
--   FROM {ai_moderation_transcripts}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY count(*) DESC, user_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, source_type, source_id, transcript, flagged, review_status, created_at
FROM {ai_moderation_transcripts}
WHERE user_id = %(user_id)s
ORDER BY created_at DESC
LIMIT 20
