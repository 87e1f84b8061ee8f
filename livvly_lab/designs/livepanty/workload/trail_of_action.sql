-- Where was this done in the last week?
-- endpoint: GET /admin/audit?action=
-- index: idx_audit_logs_action
-- runs: shared
-- draw typical: SELECT DISTINCT action FROM {audit_logs} ORDER BY action
-- draw absent: SELECT 'nothing_done' AS action
SELECT actor_id, resource_id, new_values, created_at
FROM {audit_logs}
WHERE action = %(action)s AND created_at >= timestamptz '2026-11-01' - interval '7 days'
ORDER BY created_at DESC
LIMIT 100
