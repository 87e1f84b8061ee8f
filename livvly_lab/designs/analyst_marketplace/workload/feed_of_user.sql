-- What did the analysts this user subscribes to write, the newest first? All shards are asked.
-- endpoint: GET /me/feed
-- index: idx_posts_analyst_timeline
-- runs: scatter
-- draw typical:
--   SELECT user_id AS user_id
--   FROM {subscriptions}
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id AS user_id
--   FROM {subscriptions}
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT p.id, p.analyst_id, p.title, p.stock_symbol, p.action, p.call_status, p.created_at
FROM {subscriptions} AS s
CROSS JOIN LATERAL (
  SELECT *
  FROM {posts} AS w
  WHERE w.analyst_id = s.analyst_id AND w.deleted_at IS NULL
  ORDER BY w.created_at DESC
  LIMIT 20
) AS p
WHERE s.user_id = %(user_id)s AND s.status = 'active' AND s.deleted_at IS NULL
ORDER BY p.created_at DESC
LIMIT 20
