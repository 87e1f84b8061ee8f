-- Which payments are held for compliance?
-- endpoint: GET /finance/review
-- index: idx_transactions_review
-- runs: scatter
SELECT id, viewer_id, gross_minor, currency, risk_score, created_at
FROM {transactions}
WHERE needs_review
ORDER BY created_at
LIMIT 50
