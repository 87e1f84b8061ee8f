-- Which reports of this shard wait for review, the newest first?
-- endpoint: GET /admin/reports?status=pending
-- index: idx_reports_live
-- runs: shard
SELECT id, reporter_id, reported_user_id, reason, source_type, created_at
FROM {reports}
WHERE status = 'pending' AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 50
