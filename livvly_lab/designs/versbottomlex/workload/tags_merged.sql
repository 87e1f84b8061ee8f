-- What was merged into this tag?
-- endpoint: GET /admin/tags/:id
-- index: idx_tags_merged_into
-- runs: shared
-- draw typical: SELECT DISTINCT merged_into AS tag_id FROM {tags} WHERE merged_into IS NOT NULL
-- draw absent: SELECT 0 AS tag_id
SELECT id, slug
FROM {tags}
WHERE merged_into = %(tag_id)s
