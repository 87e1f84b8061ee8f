-- Which category has this address?
-- endpoint: GET /c/:slug
-- index: categories_slug_key
-- runs: shared
-- draw typical: SELECT slug FROM {categories} ORDER BY id LIMIT 5
-- draw absent: SELECT 'nowhere' AS slug
SELECT id, parent, name, description, least_rating
FROM {categories}
WHERE slug = %(slug)s
