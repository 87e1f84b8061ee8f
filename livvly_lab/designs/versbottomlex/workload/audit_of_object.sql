-- What was done to this row?
-- endpoint: GET /audit?object=
-- index: idx_audit_logs_object
-- runs: shared
-- draw typical:
--   SELECT object_id AS object_id
--   FROM {audit_logs}
--   WHERE object_id IS NOT NULL
--   GROUP BY object_id
--   ORDER BY md5(object_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT object_id AS object_id
--   FROM {audit_logs}
--   WHERE object_id IS NOT NULL
--   GROUP BY object_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS object_id FROM generate_series(1, 2) AS n
SELECT occurred_at, category, action, actor_id, details
FROM {audit_logs}
WHERE object_id = %(object_id)s
ORDER BY occurred_at DESC
LIMIT 50
