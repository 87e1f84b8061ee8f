-- What is this stream?
-- endpoint: GET /streams/:id
-- index: streams_pkey
-- runs: shard
-- draw typical:
--   SELECT id AS id
--   FROM {streams}
--   GROUP BY id
--   ORDER BY md5(id::text)
--   LIMIT 10
-- draw hot:
--   SELECT id AS id
--   FROM {streams}
--   GROUP BY id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS id FROM generate_series(1, 2) AS n
SELECT id, title, description, thumbnail, status, visibility, started_at, ended_at
FROM {streams}
WHERE id = %(id)s AND deleted_at IS NULL
