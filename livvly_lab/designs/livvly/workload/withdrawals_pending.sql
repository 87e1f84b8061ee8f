-- Which withdrawals wait for approval, the latest first?
-- endpoint: GET /admin/withdrawals?status=pending
-- index: idx_withdrawals_pending
-- runs: shared
SELECT id, user_id, diamonds, amount_inr, requested_at
FROM {withdrawals}
WHERE status = 'pending'
ORDER BY requested_at DESC
LIMIT 50
