-- What did this user or member of staff do, the latest first?
-- endpoint: GET /admin/audit?actor=
-- index: idx_audit_logs_actor
-- runs: shared
-- draw typical:
--   SELECT actor_id
--   FROM {audit_logs}
--   WHERE actor_id IS NOT NULL
--   GROUP BY actor_id
--   ORDER BY md5(actor_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT actor_id
--   FROM {audit_logs}
--   WHERE actor_id IS NOT NULL
--   GROUP BY actor_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS actor_id FROM generate_series(1, 2) AS n
SELECT action, resource, resource_id, new_values, created_at
FROM {audit_logs}
WHERE actor_id = %(actor_id)s
ORDER BY created_at DESC
LIMIT 50
