-- What did this user watch last?
-- endpoint: GET /me/history
-- index: idx_stream_views_viewer
-- runs: scatter
-- draw typical:
--   SELECT viewer_id AS viewer_id
--   FROM {stream_views}
--   GROUP BY viewer_id
--   ORDER BY md5(viewer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT viewer_id AS viewer_id
--   FROM {stream_views}
--   GROUP BY viewer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS viewer_id FROM generate_series(1, 2) AS n
SELECT stream_id, joined_at
FROM {stream_views}
WHERE viewer_id = %(viewer_id)s
ORDER BY joined_at DESC
LIMIT 30
