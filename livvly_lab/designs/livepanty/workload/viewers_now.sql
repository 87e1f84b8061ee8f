-- How many watch this stream now, over all shards?
-- endpoint: GET /streams/{id}/audience
-- index: idx_stream_viewers_watching
-- runs: scatter
-- draw typical:
--   SELECT stream_id
--   FROM {stream_viewers}
--   WHERE left_at IS NULL
--   GROUP BY stream_id
--   ORDER BY md5(stream_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT stream_id
--   FROM {stream_viewers}
--   WHERE left_at IS NULL
--   GROUP BY stream_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS stream_id FROM generate_series(1, 2) AS n
SELECT count(*)
FROM {stream_viewers}
WHERE stream_id = %(stream_id)s AND left_at IS NULL
