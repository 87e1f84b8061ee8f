-- Who came to this stream, in their order? They lie with the viewers.
-- endpoint: GET /streams/{id}/viewers
-- index: idx_stream_viewers_stream
-- runs: scatter
-- draw typical:
--   SELECT stream_id
--   FROM {stream_viewers}
--   WHERE stream_id IS NOT NULL
--   GROUP BY stream_id
--   ORDER BY md5(stream_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT stream_id
--   FROM {stream_viewers}
--   WHERE stream_id IS NOT NULL
--   GROUP BY stream_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS stream_id FROM generate_series(1, 2) AS n
SELECT user_id, joined_at, watch_seconds
FROM {stream_viewers}
WHERE stream_id = %(stream_id)s
ORDER BY joined_at
LIMIT 100
