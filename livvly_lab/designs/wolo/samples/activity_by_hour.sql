-- the hours of the week in Dakar at which users and visitors do something
-- distribution: activity by hour of the week
-- kind: week
-- unit: events
SELECT extract(isodow FROM timestamp AT TIME ZONE 'Africa/Dakar')::int,
       extract(hour FROM timestamp AT TIME ZONE 'Africa/Dakar')::int,
       count(*)
FROM analytics_events
WHERE event_name NOT IN ('user_registered', 'pot_created')
GROUP BY 1, 2
