-- What did this stream bring?
-- endpoint: GET /me/streams/:id/metrics
-- index: performance_metrics_stream_id_key
-- runs: shard
-- draw typical:
--   SELECT stream_id AS stream_id
--   FROM {performance_metrics}
--   GROUP BY stream_id
--   ORDER BY md5(stream_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT stream_id AS stream_id
--   FROM {performance_metrics}
--   GROUP BY stream_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS stream_id FROM generate_series(1, 2) AS n
SELECT viewers, watch_seconds, returning_viewers, reactions, messages, sales, tips_usd_minor
FROM {performance_metrics}
WHERE stream_id = %(stream_id)s
