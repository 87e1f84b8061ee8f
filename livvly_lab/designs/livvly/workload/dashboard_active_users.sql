-- How many users were active in the last day, by shard?
-- endpoint: GET /admin/dashboard/active-users
-- index: none
-- runs: scatter
-- draw typical: SELECT max(last_active_at) AS now FROM {users}
SELECT tableoid::regclass AS home, count(*) AS active_users
FROM {users}
WHERE last_active_at > %(now)s::timestamptz - interval '1 day' AND is_active AND deleted_at IS NULL
GROUP BY home
ORDER BY active_users DESC
