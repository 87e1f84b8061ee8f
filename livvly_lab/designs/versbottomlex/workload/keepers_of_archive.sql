-- How many keep this recording?
-- endpoint: GET /archives/:id
-- index: idx_favorites_archive
-- runs: scatter
-- draw typical:
--   SELECT archive_id AS archive_id
--   FROM {favorites}
--   GROUP BY archive_id
--   ORDER BY md5(archive_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT archive_id AS archive_id
--   FROM {favorites}
--   GROUP BY archive_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS archive_id FROM generate_series(1, 2) AS n
SELECT count(*)
FROM {favorites}
WHERE archive_id = %(archive_id)s
