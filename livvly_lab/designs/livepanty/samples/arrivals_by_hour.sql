-- the weekday and hour at which users signed up, UTC
-- distribution: arrivals by hour of the week
-- kind: week
-- unit: users
SELECT extract(isodow FROM at)::int, extract(hour FROM at)::int, count(*)
FROM (SELECT created_at AT TIME ZONE 'UTC' AS at FROM users) AS arrived
GROUP BY 1, 2
