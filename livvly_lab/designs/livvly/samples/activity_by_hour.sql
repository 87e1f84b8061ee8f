-- the weekday and hour at which calls are dialled, Indian time
-- distribution: activity by hour of the week
-- kind: week
-- unit: calls
SELECT extract(isodow FROM at)::int, extract(hour FROM at)::int, count(*)
FROM (SELECT created_at AT TIME ZONE 'Asia/Kolkata' AS at FROM calls) AS dialled
GROUP BY 1, 2
