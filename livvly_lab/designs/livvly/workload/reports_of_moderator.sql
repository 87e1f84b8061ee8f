-- Which reports of this shard did this moderator decide, the latest first?
-- endpoint: GET /admin/moderators/{id}/reports
-- index: idx_reports_reviewed_by
-- runs: shard
-- draw typical:
--   SELECT reviewed_by AS moderator_id
--   FROM {reports}
--   WHERE reviewed_by IS NOT NULL
--   GROUP BY reviewed_by
--   ORDER BY md5(reviewed_by::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS moderator_id FROM generate_series(1, 2) AS n
SELECT id, reported_user_id, reason, status, reviewed_at
FROM {reports}
WHERE reviewed_by = %(moderator_id)s AND deleted_at IS NULL
ORDER BY reviewed_at DESC
LIMIT 50
