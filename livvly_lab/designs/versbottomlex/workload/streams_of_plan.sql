-- Which streams does this plan open?
-- endpoint: GET /plans/:id
-- index: idx_streams_access_plan
-- runs: shard
-- draw typical:
--   SELECT access_plan_id AS access_plan_id
--   FROM {streams}
--   WHERE access_plan_id IS NOT NULL
--   GROUP BY access_plan_id
--   ORDER BY md5(access_plan_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT access_plan_id AS access_plan_id
--   FROM {streams}
--   WHERE access_plan_id IS NOT NULL
--   GROUP BY access_plan_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS access_plan_id FROM generate_series(1, 2) AS n
SELECT id, title, scheduled_at
FROM {streams}
WHERE access_plan_id = %(access_plan_id)s AND deleted_at IS NULL
ORDER BY scheduled_at DESC
LIMIT 20
