-- Which tips were reserved and never settled?
-- endpoint: every minute: cancel_stale_tips
-- index: idx_tips_reserved
-- runs: shard
SELECT id
FROM {tips}
WHERE status = 'reserved' AND created_at < timestamptz '2026-11-01' - interval '1 hour'
ORDER BY created_at
