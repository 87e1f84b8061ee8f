-- Which sponsors brought most users, over all shards?
-- endpoint: GET /admin/dashboard/sponsors
-- index: none
-- runs: scatter
SELECT sponsor_user_id, count(*) AS brought
FROM {referrals}
WHERE status = 'accepted'
GROUP BY sponsor_user_id
ORDER BY brought DESC, sponsor_user_id
LIMIT 20
