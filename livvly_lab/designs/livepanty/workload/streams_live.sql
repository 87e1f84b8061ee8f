-- Which streams are live now, the latest first?
-- endpoint: GET /live
-- index: idx_streams_live
-- runs: shard
SELECT id, host_id, title, category, started_at
FROM {streams}
WHERE status = 'live' AND deleted_at IS NULL
ORDER BY started_at DESC
LIMIT 50
