-- Who, in this shard, has reported this user?
-- endpoint: GET /admin/users/{id}/reports
-- index: idx_reports_reported_user_id
-- runs: shard
-- draw typical:
--   SELECT reported_user_id AS user_id
--   FROM {reports}
--   WHERE reported_user_id IS NOT NULL
--   GROUP BY reported_user_id
--   ORDER BY md5(reported_user_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, reporter_id, reason, description, status, created_at
FROM {reports}
WHERE reported_user_id = %(user_id)s AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 50
