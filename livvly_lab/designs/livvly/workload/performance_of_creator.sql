-- How did this creator do in the last 30 days?
-- endpoint: GET /creator/performance
-- index: idx_creator_performance_user
-- runs: shared
-- draw typical: SELECT user_id FROM {creator_performance} ORDER BY md5(user_id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT total_earnings_30d, total_calls_30d, total_gifts_30d, total_call_minutes_30d, avg_rating_30d, revenue_tier
FROM {creator_performance}
WHERE user_id = %(user_id)s
