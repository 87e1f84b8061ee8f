-- Which payments are to be asked about, the oldest first?
-- endpoint: every minute: reconciliation
-- index: idx_payments_pending
-- runs: shard
SELECT id, provider, created_at
FROM {payments}
WHERE status = 'pending'
ORDER BY created_at
LIMIT 100
