-- Which rooms are live now, over all shards, the newest first?
-- endpoint: GET /rooms?status=live
-- index: idx_rooms_live
-- runs: scatter
SELECT id, host_id, title, language, category, started_at
FROM {rooms}
WHERE status = 'live' AND deleted_at IS NULL
ORDER BY started_at DESC
LIMIT 20
