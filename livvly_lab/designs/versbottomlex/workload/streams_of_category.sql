-- What is there in this category?
-- endpoint: GET /categories/:id/streams
-- index: idx_streams_category
-- runs: scatter
-- draw typical: SELECT DISTINCT category_id FROM {streams} ORDER BY category_id LIMIT 8
-- draw hot: SELECT category_id FROM {streams} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 2
-- draw absent: SELECT 1::smallint AS category_id
SELECT id, title, status, scheduled_at
FROM {streams}
WHERE category_id = %(category_id)s AND deleted_at IS NULL
ORDER BY scheduled_at DESC
LIMIT 20
