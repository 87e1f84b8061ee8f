-- Which streams of this category came last, over all shards?
-- endpoint: GET /streams?category=
-- index: idx_streams_category
-- runs: scatter
-- draw typical: SELECT DISTINCT category FROM {streams} ORDER BY category
-- draw absent: SELECT 'chess' AS category
SELECT id, host_id, title, status, started_at
FROM {streams}
WHERE category = %(category)s AND deleted_at IS NULL
ORDER BY started_at DESC
LIMIT 20
