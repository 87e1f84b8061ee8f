-- How many reports wait for review, by reason, and since when, over all shards?
-- endpoint: GET /admin/dashboard/reports
-- index: idx_reports_live
-- runs: scatter
SELECT reason, count(*) AS reports, min(created_at) AS oldest
FROM {reports}
WHERE status = 'pending' AND deleted_at IS NULL
GROUP BY reason
ORDER BY reports DESC
