-- What did this user report?
-- endpoint: GET /me/reports
-- index: idx_moderation_flags_reported_by
-- runs: shared
-- draw typical:
--   SELECT reported_by AS user_id
--   FROM {moderation_flags}
--   GROUP BY reported_by
--   ORDER BY md5(reported_by::text)
--   LIMIT 10
-- draw hot:
--   SELECT reported_by AS user_id
--   FROM {moderation_flags}
--   GROUP BY reported_by
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, flagged_entity_type, flag_reason, status, created_at
FROM {moderation_flags}
WHERE reported_by = %(user_id)s
ORDER BY created_at DESC
