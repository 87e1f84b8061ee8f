-- To what is this user invited?
-- endpoint: GET /me/invitations
-- index: idx_stream_invitations_viewer
-- runs: scatter
-- draw typical:
--   SELECT viewer_id AS viewer_id
--   FROM {stream_invitations}
--   GROUP BY viewer_id
--   ORDER BY md5(viewer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT viewer_id AS viewer_id
--   FROM {stream_invitations}
--   GROUP BY viewer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS viewer_id FROM generate_series(1, 2) AS n
SELECT stream_id, performer_id, created_at
FROM {stream_invitations}
WHERE viewer_id = %(viewer_id)s
