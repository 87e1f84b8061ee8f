-- Which recordings of this performer are there?
-- endpoint: GET /performers/:id/archives
-- index: idx_stream_archives_performer
-- runs: shard
-- draw typical:
--   SELECT performer_id AS performer_id
--   FROM {stream_archives}
--   GROUP BY performer_id
--   ORDER BY md5(performer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT performer_id AS performer_id
--   FROM {stream_archives}
--   GROUP BY performer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS performer_id FROM generate_series(1, 2) AS n
SELECT id, stream_id, duration_seconds, visibility, created_at
FROM {stream_archives}
WHERE performer_id = %(performer_id)s AND deleted_at IS NULL AND moderation_status = 'approved'
ORDER BY created_at DESC
LIMIT 20
