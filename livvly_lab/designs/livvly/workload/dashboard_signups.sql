-- How many users signed up on each of the last thirty days, by language, over all shards?
-- endpoint: GET /admin/dashboard/signups
-- index: none
-- runs: scatter
-- draw typical: SELECT max(created_at) AS now FROM {users}
SELECT date_trunc('day', created_at, 'Asia/Kolkata') AS day, language, count(*) AS users
FROM {users}
WHERE created_at > %(now)s::timestamptz - interval '30 days' AND deleted_at IS NULL
GROUP BY day, language
ORDER BY day, language
