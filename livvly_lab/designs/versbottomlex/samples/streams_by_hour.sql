-- the weekday and hour for which streams were announced, on a clock two hours behind UTC
-- distribution: streams by hour of the week
-- kind: week
-- unit: streams
SELECT extract(isodow FROM scheduled_at AT TIME ZONE 'Etc/GMT+2')::int, extract(hour FROM scheduled_at AT TIME ZONE 'Etc/GMT+2')::int, count(*)
FROM streams
WHERE status IN ('ended', 'cancelled')
GROUP BY 1, 2
