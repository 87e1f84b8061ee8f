-- How did the last streams of this performer go?
-- endpoint: GET /me/metrics
-- index: idx_performance_metrics_performer
-- runs: shard
-- draw typical:
--   SELECT performer_id AS performer_id
--   FROM {performance_metrics}
--   GROUP BY performer_id
--   ORDER BY md5(performer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT performer_id AS performer_id
--   FROM {performance_metrics}
--   GROUP BY performer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS performer_id FROM generate_series(1, 2) AS n
SELECT metric_date, viewers, watch_seconds, returning_viewers, tips_usd_minor
FROM {performance_metrics}
WHERE performer_id = %(performer_id)s
ORDER BY metric_date DESC
LIMIT 30
