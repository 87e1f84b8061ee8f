-- Which users spent most on gifts in the last thirty days, over all shards?
-- endpoint: GET /admin/dashboard/top-gifters
-- index: none
-- runs: scatter
-- draw typical: SELECT max(created_at) AS now FROM {gift_transactions}
SELECT sender_id, count(*) AS gifts, sum(coins_spent) AS coins
FROM {gift_transactions}
WHERE created_at > %(now)s::timestamptz - interval '30 days' AND deleted_at IS NULL
GROUP BY sender_id
ORDER BY coins DESC
LIMIT 20
