-- What is on now among the performers of this shard?
-- endpoint: GET /
-- index: idx_streams_live
-- runs: shard
SELECT id, performer_id, title, thumbnail, started_at
FROM {streams}
WHERE status = 'live' AND deleted_at IS NULL
ORDER BY started_at DESC
LIMIT 40
