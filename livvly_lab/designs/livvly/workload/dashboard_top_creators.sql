-- Which creators earned most with calls in the last thirty days, over all shards?
-- endpoint: GET /admin/dashboard/top-creators
-- index: none
-- runs: scatter
-- draw typical: SELECT max(created_at) AS now FROM {calls}
SELECT receiver_id, count(*) AS calls, sum(diamonds_earned) AS diamonds
FROM {calls}
WHERE status = 'completed' AND created_at > %(now)s::timestamptz - interval '30 days' AND deleted_at IS NULL
GROUP BY receiver_id
ORDER BY diamonds DESC
LIMIT 20
