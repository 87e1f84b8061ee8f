-- Which cases are open: the most urgent, the oldest of these first?
-- endpoint: GET /admin/reports
-- index: idx_reports_queue
-- runs: shared
SELECT id, reason, reported_user_id, priority, created_at
FROM {reports}
WHERE status IN ('open', 'in_review')
ORDER BY priority, created_at
LIMIT 50
