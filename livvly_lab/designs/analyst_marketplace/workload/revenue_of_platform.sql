-- What did the platform earn on each of the last thirty days, over all shards?
-- endpoint: GET /admin/revenue
-- index: none
-- runs: scatter
-- draw typical: SELECT max(created_at) AS now FROM {payment_transactions}
SELECT date_trunc('day', created_at, 'Asia/Kolkata') AS day, sum(amount) AS paise, sum(platform_commission) AS commission
FROM {payment_transactions}
WHERE status = 'captured' AND transaction_type IN ('subscription_payment', 'renewal')
  AND created_at > %(now)s::timestamptz - interval '30 days'
GROUP BY day
ORDER BY day
