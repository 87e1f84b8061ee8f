-- What does this performer do first of all?
-- endpoint: GET /performers/:id
-- index: idx_performer_categories_primary
-- runs: shard
-- draw typical:
--   SELECT performer_id AS performer_id
--   FROM {performer_categories}
--   GROUP BY performer_id
--   ORDER BY md5(performer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT performer_id AS performer_id
--   FROM {performer_categories}
--   GROUP BY performer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS performer_id FROM generate_series(1, 2) AS n
SELECT category_id
FROM {performer_categories}
WHERE performer_id = %(performer_id)s AND is_primary
