-- Which reports did this admin decide?
-- endpoint: GET /admin/flags?by=
-- index: idx_moderation_flags_reviewed_by
-- runs: shared
-- draw typical:
--   SELECT reviewed_by AS admin_id
--   FROM {moderation_flags}
--   WHERE reviewed_by IS NOT NULL
--   GROUP BY reviewed_by
--   ORDER BY md5(reviewed_by::text)
--   LIMIT 4
-- draw absent: SELECT md5('nobody ' || n)::uuid AS admin_id FROM generate_series(1, 2) AS n
SELECT id, flagged_entity_type, flag_reason, status, action_taken, reviewed_at
FROM {moderation_flags}
WHERE reviewed_by = %(admin_id)s
ORDER BY reviewed_at DESC
LIMIT 50
