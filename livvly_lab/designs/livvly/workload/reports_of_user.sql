-- What did this user report, and what came of it?
-- endpoint: GET /me/reports
-- index: idx_reports_reporter_id
-- runs: shard
-- draw typical:
--   SELECT reporter_id AS user_id
--   FROM {reports}
--   WHERE reporter_id IS NOT NULL
--   GROUP BY reporter_id
--   ORDER BY md5(reporter_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, reported_user_id, reason, status, created_at
FROM {reports}
WHERE reporter_id = %(user_id)s AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 20
