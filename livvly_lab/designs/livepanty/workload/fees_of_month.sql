-- What did the platform keep of the tips in October 2026?
-- endpoint: GET /admin/revenue
-- index: none
-- runs: shared
SELECT date_trunc('day', created_at) AS day, sum(platform_fee) AS fees
FROM {ledger}
WHERE account = 'fees' AND created_at >= '2026-10-01' AND created_at < '2026-11-01'
GROUP BY 1
ORDER BY 1
