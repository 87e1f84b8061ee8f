-- What was done on this day?
-- endpoint: GET /admin/audit?day=
-- index: idx_audit_logs_timestamp
-- runs: shared
-- draw typical: SELECT timestamp AS now FROM {audit_logs} ORDER BY md5(id::text) LIMIT 10
SELECT actor_user_id, action, resource_type, resource_id, timestamp
FROM {audit_logs}
WHERE timestamp > %(now)s::timestamptz - interval '1 day' AND timestamp <= %(now)s
ORDER BY timestamp
