-- Who performs in this category?
-- endpoint: GET /categories/:id/performers
-- index: idx_performer_categories_category
-- runs: scatter
-- draw typical: SELECT DISTINCT category_id FROM {performer_categories} ORDER BY category_id LIMIT 8
-- draw hot: SELECT category_id FROM {performer_categories} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 2
-- draw absent: SELECT 1::smallint AS category_id
SELECT performer_id, is_primary
FROM {performer_categories}
WHERE category_id = %(category_id)s
LIMIT 100
