-- What was done to this row, the latest first?
-- endpoint: GET /admin/audit?row=
-- index: idx_audit_logs_resource
-- runs: shared
-- draw typical:
--   SELECT resource_id
--   FROM {audit_logs}
--   WHERE resource_id IS NOT NULL
--   GROUP BY resource_id
--   ORDER BY md5(resource_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS resource_id FROM generate_series(1, 2) AS n
SELECT action, actor_id, old_values, new_values, created_at
FROM {audit_logs}
WHERE resource_id = %(resource_id)s
ORDER BY created_at DESC
LIMIT 50
