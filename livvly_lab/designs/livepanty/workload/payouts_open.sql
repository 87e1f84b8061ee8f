-- Which payouts are to be decided or paid, the oldest first?
-- endpoint: GET /admin/payouts
-- index: idx_payouts_open
-- runs: shard
SELECT id, user_id, tokens, amount_usd, status, created_at
FROM {payouts}
WHERE status IN ('requested', 'approved')
ORDER BY created_at
LIMIT 50
