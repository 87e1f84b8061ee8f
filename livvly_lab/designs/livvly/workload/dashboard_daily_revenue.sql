-- How much was recharged on each of the last thirty days, over all shards?
-- endpoint: GET /admin/dashboard/revenue
-- index: none
-- runs: scatter
-- draw typical: SELECT max(created_at) AS now FROM {transactions}
SELECT date_trunc('day', created_at, 'Asia/Kolkata') AS day, sum(price_inr) AS revenue_inr, count(*) AS recharges
FROM {transactions}
WHERE type = 'recharge' AND status = 'completed' AND deleted_at IS NULL
  AND created_at > %(now)s::timestamptz - interval '30 days'
GROUP BY day
ORDER BY day
