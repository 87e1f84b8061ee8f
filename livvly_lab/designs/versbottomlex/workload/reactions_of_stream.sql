-- How was this stream liked?
-- endpoint: GET /streams/:id
-- index: reactions_stream_id_user_id_kind_key
-- runs: shard
-- draw typical:
--   SELECT stream_id AS stream_id
--   FROM {reactions}
--   GROUP BY stream_id
--   ORDER BY md5(stream_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT stream_id AS stream_id
--   FROM {reactions}
--   GROUP BY stream_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS stream_id FROM generate_series(1, 2) AS n
SELECT kind, count(*)
FROM {reactions}
WHERE stream_id = %(stream_id)s
GROUP BY kind
