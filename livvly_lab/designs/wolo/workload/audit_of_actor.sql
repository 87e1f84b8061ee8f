-- What did this person do?
-- endpoint: GET /admin/audit?actor=
-- index: idx_audit_logs_actor_user_id
-- runs: shared
-- draw typical:
--   SELECT actor_user_id AS user_id
--   FROM {audit_logs}
--   WHERE actor_user_id IS NOT NULL
--   GROUP BY actor_user_id
--   ORDER BY md5(actor_user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT actor_user_id AS user_id
--   FROM {audit_logs}
--   WHERE actor_user_id IS NOT NULL
--   GROUP BY actor_user_id
--   ORDER BY count(*) DESC, actor_user_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT action, resource_type, resource_id, timestamp
FROM {audit_logs}
WHERE actor_user_id = %(user_id)s
ORDER BY timestamp DESC
LIMIT 50
