-- Which points have waited their seven days?
-- endpoint: POST /internal/points/mature
-- index: idx_points_ledger_status
-- runs: shard
-- draw typical: SELECT max(created_at) + interval '3 days' AS now FROM {points_ledger}
SELECT id, sponsor_user_id, points_earned
FROM {points_ledger}
WHERE status = 'pending' AND created_at < %(now)s::timestamptz - interval '7 days'
LIMIT 500
