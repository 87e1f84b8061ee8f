-- How often did this happen, month by month?
-- endpoint: GET /admin/events?name=
-- index: idx_analytics_events_event_name
-- runs: shared
-- draw typical:
--   SELECT event_name AS event
--   FROM {analytics_events}
--   GROUP BY event_name
--   ORDER BY count(*)
--   LIMIT 3
-- draw hot:
--   SELECT event_name AS event
--   FROM {analytics_events}
--   GROUP BY event_name
--   ORDER BY count(*) DESC
--   LIMIT 1
-- draw absent: SELECT 'nothing' AS event
SELECT date_trunc('month', timestamp) AS month, count(*) AS events, count(DISTINCT user_id) AS users
FROM {analytics_events}
WHERE event_name = %(event)s
GROUP BY month
ORDER BY month
