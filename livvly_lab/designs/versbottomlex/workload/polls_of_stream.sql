-- What is asked in this stream?
-- endpoint: GET /streams/:id/polls
-- index: idx_polls_stream
-- runs: shard
-- draw typical:
--   SELECT stream_id AS stream_id
--   FROM {polls}
--   GROUP BY stream_id
--   ORDER BY md5(stream_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT stream_id AS stream_id
--   FROM {polls}
--   GROUP BY stream_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS stream_id FROM generate_series(1, 2) AS n
SELECT id, question, options, closes_at
FROM {polls}
WHERE stream_id = %(stream_id)s
