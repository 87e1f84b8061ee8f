-- Who performs under this tag?
-- endpoint: GET /tags/:id/performers
-- index: idx_performer_tags_tag
-- runs: scatter
-- draw typical: SELECT DISTINCT tag_id FROM {performer_tags} ORDER BY tag_id LIMIT 8
-- draw hot: SELECT tag_id FROM {performer_tags} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 2
-- draw absent: SELECT 0 AS tag_id
SELECT performer_id
FROM {performer_tags}
WHERE tag_id = %(tag_id)s
LIMIT 100
