-- When was this done, and by whom?
-- endpoint: GET /admin/audit?action=
-- index: idx_audit_logs_action
-- runs: shared
-- draw typical: SELECT action FROM {audit_logs} GROUP BY action ORDER BY count(*) LIMIT 3
-- draw hot: SELECT action FROM {audit_logs} GROUP BY action ORDER BY count(*) DESC LIMIT 1
-- draw absent: SELECT 'nothing' AS action
SELECT actor_user_id, resource_id, reason, timestamp
FROM {audit_logs}
WHERE action = %(action)s
ORDER BY timestamp DESC
LIMIT 50
