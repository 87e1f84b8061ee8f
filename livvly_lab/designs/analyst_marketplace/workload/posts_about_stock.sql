-- What was written about this stock in the last week, the newest first?
-- endpoint: GET /stocks/{symbol}
-- index: idx_posts_stock_symbol
-- runs: shard
-- draw typical:
--   SELECT stock_symbol AS symbol, (SELECT max(created_at) FROM {posts}) AS now
--   FROM {posts}
--   WHERE stock_symbol IS NOT NULL
--   GROUP BY stock_symbol
--   ORDER BY md5(stock_symbol)
--   LIMIT 10
-- draw hot:
--   SELECT stock_symbol AS symbol, max(created_at) AS now
--   FROM {posts}
--   WHERE stock_symbol IS NOT NULL
--   GROUP BY stock_symbol
--   ORDER BY count(*) DESC, 1
--   LIMIT 2
-- draw absent: SELECT 'NOSUCH' AS symbol, timestamptz '2026-11-01Z' AS now
SELECT id, analyst_id, title, action, entry_price, target_price, call_status, created_at
FROM {posts}
WHERE stock_symbol = %(symbol)s AND deleted_at IS NULL AND created_at > %(now)s::timestamptz - interval '7 days'
ORDER BY created_at DESC
LIMIT 20
