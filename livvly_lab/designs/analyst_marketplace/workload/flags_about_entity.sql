-- What was reported about this user, post, message or review?
-- endpoint: GET /admin/flags?about=
-- index: idx_moderation_flags_entity
-- runs: shared
-- draw typical:
--   SELECT flagged_entity_id AS entity_id
--   FROM {moderation_flags}
--   GROUP BY flagged_entity_id
--   ORDER BY md5(flagged_entity_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT flagged_entity_id AS entity_id
--   FROM {moderation_flags}
--   GROUP BY flagged_entity_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS entity_id FROM generate_series(1, 2) AS n
SELECT id, reported_by, flag_reason, flag_description, status, created_at
FROM {moderation_flags}
WHERE flagged_entity_id = %(entity_id)s
ORDER BY created_at DESC
