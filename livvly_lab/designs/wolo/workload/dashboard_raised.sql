-- How much was confirmed on each of the last thirty days, over all shards?
-- endpoint: GET /admin/dashboard/raised
-- index: none
-- runs: scatter
-- draw typical: SELECT max(confirmed_at) AS now FROM {donations}
SELECT date_trunc('day', confirmed_at, 'Africa/Dakar') AS day, sum(amount_cfa) AS raised_cfa, count(*) AS payments
FROM {donations}
WHERE status = 'succeeded' AND confirmed_at > %(now)s::timestamptz - interval '30 days'
GROUP BY day
ORDER BY day
