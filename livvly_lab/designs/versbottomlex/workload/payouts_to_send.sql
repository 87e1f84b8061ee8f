-- Which payouts are to be sent?
-- endpoint: payout job
-- index: idx_payouts_prepared
-- runs: shard
SELECT id, performer_id, payout_account_id, amount_minor, currency
FROM {payouts}
WHERE status = 'prepared'
ORDER BY created_at
LIMIT 500
