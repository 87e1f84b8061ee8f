-- Who watched this stream?
-- endpoint: GET /me/streams/:id/viewers
-- index: idx_stream_views_stream
-- runs: shard
-- draw typical:
--   SELECT stream_id AS stream_id
--   FROM {stream_views}
--   GROUP BY stream_id
--   ORDER BY md5(stream_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT stream_id AS stream_id
--   FROM {stream_views}
--   GROUP BY stream_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS stream_id FROM generate_series(1, 2) AS n
SELECT viewer_id, joined_at, left_at, device
FROM {stream_views}
WHERE stream_id = %(stream_id)s
ORDER BY joined_at
LIMIT 200
