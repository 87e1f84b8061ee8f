-- What did this analyst write, the newest first?
-- endpoint: GET /analysts/{id}/posts
-- index: idx_posts_analyst_timeline
-- runs: shard
-- draw typical:
--   SELECT analyst_id AS analyst_id
--   FROM {posts}
--   GROUP BY analyst_id
--   ORDER BY md5(analyst_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT analyst_id AS analyst_id
--   FROM {posts}
--   GROUP BY analyst_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS analyst_id FROM generate_series(1, 2) AS n
SELECT id, title, content, post_type, stock_symbol, action, call_status, created_at
FROM {posts}
WHERE analyst_id = %(analyst_id)s AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 20
