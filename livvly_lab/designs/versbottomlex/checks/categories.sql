-- categories are a tree of four levels at most, and no stream is rated below its category
-- kind: rule
WITH RECURSIVE down (id, level) AS (
    SELECT id, 1 FROM categories WHERE parent IS NULL
    UNION ALL
    SELECT c.id, d.level + 1 FROM down AS d JOIN categories AS c ON c.parent = d.id
)
SELECT c.id::text AS id, c.slug AS what
FROM categories AS c
LEFT JOIN down AS d ON d.id = c.id
WHERE d.id IS NULL OR d.level > 4
UNION ALL
SELECT s.id::text, s.rating
FROM streams AS s
JOIN categories AS c ON c.id = s.category_id
JOIN content_ratings AS has ON has.code = s.rating
JOIN content_ratings AS least ON least.code = c.least_rating
WHERE has.least_age < least.least_age
