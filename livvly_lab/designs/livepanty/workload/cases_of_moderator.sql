-- Which cases does this moderator have?
-- endpoint: GET /admin/me
-- index: idx_reports_assigned
-- runs: shared
-- draw typical:
--   SELECT assigned_to
--   FROM {reports}
--   WHERE assigned_to IS NOT NULL
--   GROUP BY assigned_to
--   ORDER BY md5(assigned_to::text)
--   LIMIT 10
-- draw hot:
--   SELECT assigned_to
--   FROM {reports}
--   WHERE assigned_to IS NOT NULL
--   GROUP BY assigned_to
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS assigned_to FROM generate_series(1, 2) AS n
SELECT id, reason, status, priority, created_at
FROM {reports}
WHERE assigned_to = %(assigned_to)s
ORDER BY created_at DESC
LIMIT 50
