-- What does the dashboard of this creator show: earnings of 30 days, share of revenue, wallet and rates?
-- endpoint: GET /creator/dashboard
-- index: idx_creator_performance_user
-- runs: shard
-- draw typical: SELECT user_id FROM {diamond_wallets} ORDER BY md5(user_id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT u.display_name, p.total_earnings_30d, p.total_calls_30d, p.avg_rating_30d, p.revenue_share_percent,
  w.available_balance, w.pending_balance, r.audio_rate_per_minute, r.video_rate_per_minute
FROM {users} AS u
JOIN {diamond_wallets} AS w ON w.user_id = u.id
LEFT JOIN {creator_performance} AS p ON p.user_id = u.id
LEFT JOIN {creator_call_rates} AS r ON r.creator_id = u.id
WHERE u.id = %(user_id)s AND u.deleted_at IS NULL
