-- the weekday and hour at which streams began, UTC
-- distribution: streams by hour of the week
-- kind: week
-- unit: streams
SELECT extract(isodow FROM at)::int, extract(hour FROM at)::int, count(*)
FROM (SELECT started_at AT TIME ZONE 'UTC' AS at FROM streams WHERE status IN ('ended', 'removed')) AS began
GROUP BY 1, 2
