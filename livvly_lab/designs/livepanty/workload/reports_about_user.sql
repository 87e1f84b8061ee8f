-- What was reported about this user, the latest first?
-- endpoint: GET /admin/users/{id}
-- index: idx_reports_reported
-- runs: shared
-- draw typical:
--   SELECT reported_user_id
--   FROM {reports}
--   WHERE reported_user_id IS NOT NULL
--   GROUP BY reported_user_id
--   ORDER BY md5(reported_user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT reported_user_id
--   FROM {reports}
--   WHERE reported_user_id IS NOT NULL
--   GROUP BY reported_user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS reported_user_id FROM generate_series(1, 2) AS n
SELECT reason, description, status, created_at
FROM {reports}
WHERE reported_user_id = %(reported_user_id)s
ORDER BY created_at DESC
LIMIT 50
