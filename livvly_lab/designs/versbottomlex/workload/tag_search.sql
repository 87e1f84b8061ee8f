-- Which tags are spelled about so?
-- endpoint: GET /tags?q=
-- index: idx_tags_name
-- runs: shared
-- draw typical: SELECT '%%' || left(name, 4) || '%%' AS pattern FROM {tags} ORDER BY id LIMIT 5
-- draw absent: SELECT '%%qzxqzx%%' AS pattern
SELECT id, slug, name
FROM {tags}
WHERE name ILIKE %(pattern)s AND status <> 'banned'
ORDER BY name
LIMIT 10
