-- To whom does this user subscribe?
-- endpoint: GET /me/subscriptions
-- index: idx_subscriptions_viewer
-- runs: scatter
-- draw typical:
--   SELECT viewer_id AS viewer_id
--   FROM {subscriptions}
--   GROUP BY viewer_id
--   ORDER BY md5(viewer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT viewer_id AS viewer_id
--   FROM {subscriptions}
--   GROUP BY viewer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS viewer_id FROM generate_series(1, 2) AS n
SELECT id, performer_id, status, paid_until
FROM {subscriptions}
WHERE viewer_id = %(viewer_id)s
ORDER BY started_at DESC
LIMIT 50
