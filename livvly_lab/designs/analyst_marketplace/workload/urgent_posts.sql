-- Which urgent calls come first on the homepage?
-- endpoint: GET /home
-- index: idx_posts_urgent
-- runs: shard
SELECT id, analyst_id, title, stock_symbol, action, created_at
FROM {posts}
WHERE is_urgent AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 10
