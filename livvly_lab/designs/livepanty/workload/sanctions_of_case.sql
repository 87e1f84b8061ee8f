-- Which sanctions follow from this case, over all shards?
-- endpoint: GET /admin/reports/{id}
-- index: idx_user_sanctions_report
-- runs: scatter
-- draw typical:
--   SELECT report_id
--   FROM {user_sanctions}
--   WHERE report_id IS NOT NULL
--   GROUP BY report_id
--   ORDER BY md5(report_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS report_id FROM generate_series(1, 2) AS n
SELECT user_id, kind, starts_at
FROM {user_sanctions}
WHERE report_id = %(report_id)s
ORDER BY starts_at
LIMIT 20
