-- What did this user report, the latest first?
-- endpoint: GET /me/reports
-- index: idx_reports_reporter
-- runs: shared
-- draw typical:
--   SELECT reporter_id
--   FROM {reports}
--   WHERE reporter_id IS NOT NULL
--   GROUP BY reporter_id
--   ORDER BY md5(reporter_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT reporter_id
--   FROM {reports}
--   WHERE reporter_id IS NOT NULL
--   GROUP BY reporter_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS reporter_id FROM generate_series(1, 2) AS n
SELECT reason, status, resolution, created_at
FROM {reports}
WHERE reporter_id = %(reporter_id)s
ORDER BY created_at DESC
LIMIT 20
