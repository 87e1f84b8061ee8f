-- Whom does this user follow?
-- endpoint: GET /me/following
-- index: idx_follows_viewer
-- runs: scatter
-- draw typical:
--   SELECT viewer_id AS viewer_id
--   FROM {follows}
--   GROUP BY viewer_id
--   ORDER BY md5(viewer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT viewer_id AS viewer_id
--   FROM {follows}
--   GROUP BY viewer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS viewer_id FROM generate_series(1, 2) AS n
SELECT performer_id, created_at
FROM {follows}
WHERE viewer_id = %(viewer_id)s
ORDER BY created_at DESC
LIMIT 50
