-- Which posts speak of these words, the newest first?
-- endpoint: GET /posts/search?q=
-- index: idx_posts_content_search
-- runs: shard
-- draw typical:
--   SELECT unnest(ARRAY['breakout volume', 'margins debt', 'expiry fast', 'reversal average', 'quantity weekend']) AS words
-- draw hot: SELECT 'target' AS words
-- draw absent: SELECT 'zzqxj' AS words
SELECT id, analyst_id, title, created_at
FROM {posts}
WHERE to_tsvector('english', content) @@ websearch_to_tsquery('english', %(words)s) AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 20
