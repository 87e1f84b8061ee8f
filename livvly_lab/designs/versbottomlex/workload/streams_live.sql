-- What is on now, in all shards? The front page.
-- endpoint: GET /
-- index: idx_streams_live
-- runs: scatter
SELECT id, performer_id, title, thumbnail, started_at
FROM {streams}
WHERE status = 'live' AND deleted_at IS NULL
ORDER BY started_at DESC
LIMIT 40
