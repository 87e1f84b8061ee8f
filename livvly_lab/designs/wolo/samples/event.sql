-- what is done in the app and on the site
-- distribution: event
-- kind: choices
-- unit: events
SELECT event_name, count(*) FROM analytics_events WHERE event_name NOT IN ('user_registered', 'pot_created') GROUP BY 1
