-- Which security events were there last?
-- endpoint: GET /audit?category=
-- index: idx_audit_logs_category
-- runs: shared
-- draw typical: SELECT DISTINCT category FROM {audit_logs} ORDER BY category
-- draw absent: SELECT 'nothing' AS category
SELECT occurred_at, action, actor_id, object_id
FROM {audit_logs}
WHERE category = %(category)s
ORDER BY occurred_at DESC
LIMIT 100
