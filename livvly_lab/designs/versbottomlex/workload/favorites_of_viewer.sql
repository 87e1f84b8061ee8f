-- Which recordings does this user keep?
-- endpoint: GET /me/favorites
-- index: favorites_pkey
-- runs: shard
-- draw typical:
--   SELECT viewer_id AS viewer_id
--   FROM {favorites}
--   GROUP BY viewer_id
--   ORDER BY md5(viewer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT viewer_id AS viewer_id
--   FROM {favorites}
--   GROUP BY viewer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS viewer_id FROM generate_series(1, 2) AS n
SELECT archive_id, created_at
FROM {favorites}
WHERE viewer_id = %(viewer_id)s
