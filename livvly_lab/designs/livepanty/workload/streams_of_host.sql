-- Which streams did this performer hold, the latest first?
-- endpoint: GET /hosts/{id}/streams
-- index: idx_streams_host
-- runs: shard
-- draw typical:
--   SELECT host_id
--   FROM {streams}
--   WHERE host_id IS NOT NULL
--   GROUP BY host_id
--   ORDER BY md5(host_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT host_id
--   FROM {streams}
--   WHERE host_id IS NOT NULL
--   GROUP BY host_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS host_id FROM generate_series(1, 2) AS n
SELECT id, title, category, status, started_at, ended_at
FROM {streams}
WHERE host_id = %(host_id)s AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 20
