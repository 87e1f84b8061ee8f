-- Where did people leave this funnel in this month?
-- endpoint: GET /admin/funnels/{name}
-- index: none
-- runs: shared
-- draw typical:
--   SELECT funnel_name AS funnel, max(period_start) AS month FROM {funnel_analytics} GROUP BY funnel_name
SELECT step_number, step_name, users_entered, users_completed, completion_rate
FROM {funnel_analytics}
WHERE funnel_name = %(funnel)s AND period_start = %(month)s
ORDER BY step_number
