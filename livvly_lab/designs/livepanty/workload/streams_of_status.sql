-- Which streams are announced next, over all shards?
-- endpoint: GET /streams?status=scheduled
-- index: idx_streams_status
-- runs: scatter
SELECT id, host_id, title, category, scheduled_at
FROM {streams}
WHERE status = 'scheduled' AND deleted_at IS NULL
ORDER BY scheduled_at
LIMIT 20
