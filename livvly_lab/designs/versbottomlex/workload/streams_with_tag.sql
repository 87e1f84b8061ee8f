-- Which streams have this tag?
-- endpoint: GET /tags/:id
-- index: idx_stream_tags_tag
-- runs: scatter
-- draw typical: SELECT DISTINCT tag_id FROM {stream_tags} ORDER BY tag_id LIMIT 8
-- draw hot: SELECT tag_id FROM {stream_tags} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 2
-- draw absent: SELECT 0 AS tag_id
SELECT stream_id, performer_id
FROM {stream_tags}
WHERE tag_id = %(tag_id)s
LIMIT 100
