-- Which categories speak of this?
-- endpoint: GET /categories?q=
-- index: idx_categories_search
-- runs: shared
-- draw typical: SELECT lower(split_part(name, ' ', 1)) AS words FROM {categories} ORDER BY id LIMIT 5
-- draw absent: SELECT 'qzxqzx' AS words
SELECT id, slug, name
FROM {categories}
WHERE to_tsvector('simple'::regconfig, name || ' ' || description) @@ plainto_tsquery('simple', %(words)s)
