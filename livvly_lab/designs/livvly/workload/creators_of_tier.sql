-- Which creators are in this revenue tier, the best paid first?
-- endpoint: GET /admin/creators?tier=
-- index: idx_creator_performance_tier
-- runs: shared
-- draw typical:
--   SELECT DISTINCT revenue_tier AS tier
--   FROM {creator_performance}
--   WHERE revenue_tier IS NOT NULL
--   ORDER BY tier
-- draw hot:
--   SELECT revenue_tier AS tier FROM {creator_performance} GROUP BY revenue_tier ORDER BY count(*) DESC, 1 LIMIT 1
-- draw absent: SELECT 'tier_0' AS tier
SELECT user_id, total_earnings_30d, revenue_share_percent, completion_rate_30d
FROM {creator_performance}
WHERE revenue_tier = %(tier)s
ORDER BY total_earnings_30d DESC
LIMIT 50
