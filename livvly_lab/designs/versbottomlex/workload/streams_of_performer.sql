-- What did this performer stream, and what comes next?
-- endpoint: GET /performers/:id/streams
-- index: idx_streams_performer
-- runs: shard
-- draw typical:
--   SELECT performer_id AS performer_id
--   FROM {streams}
--   GROUP BY performer_id
--   ORDER BY md5(performer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT performer_id AS performer_id
--   FROM {streams}
--   GROUP BY performer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS performer_id FROM generate_series(1, 2) AS n
SELECT id, title, status, scheduled_at
FROM {streams}
WHERE performer_id = %(performer_id)s AND deleted_at IS NULL
ORDER BY scheduled_at DESC
LIMIT 20
