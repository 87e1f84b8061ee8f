-- What was said in this call or room?
-- endpoint: GET /admin/moderation/{source_type}/{source_id}
-- index: idx_ai_transcripts_source
-- runs: shared
-- draw typical:
--   SELECT source_type, source_id
--   FROM {ai_moderation_transcripts}
--   WHERE source_id IS NOT NULL
--   ORDER BY md5(id::text)
--   LIMIT 10
-- draw absent: SELECT 'call' AS source_type, md5('no call ' || n)::uuid AS source_id FROM generate_series(1, 2) AS n
SELECT id, user_id, language, transcript, confidence, flagged, created_at
FROM {ai_moderation_transcripts}
WHERE source_type = %(source_type)s AND source_id = %(source_id)s
ORDER BY created_at
