-- Which recordings are there of this stream?
-- endpoint: GET /streams/:id/archives
-- index: stream_archives_stream_id_part_key
-- runs: shard
-- draw typical:
--   SELECT stream_id AS stream_id
--   FROM {stream_archives}
--   GROUP BY stream_id
--   ORDER BY md5(stream_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT stream_id AS stream_id
--   FROM {stream_archives}
--   GROUP BY stream_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS stream_id FROM generate_series(1, 2) AS n
SELECT id, part, manifest_uri, duration_seconds
FROM {stream_archives}
WHERE stream_id = %(stream_id)s AND deleted_at IS NULL
ORDER BY part
