-- What did the platform keep, by month and kind? All shards are asked.
-- endpoint: GET /finance/revenue
-- index: none
-- runs: scatter
SELECT date_trunc('month', settled_at) AS month, kind, currency, sum(platform_minor) AS platform, sum(gross_minor) AS gross
FROM {transactions}
WHERE status = 'settled'
GROUP BY 1, 2, 3
