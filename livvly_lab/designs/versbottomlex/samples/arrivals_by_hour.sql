-- the weekday and hour at which users signed up, on a clock two hours behind UTC
-- distribution: arrivals by hour of the week
-- kind: week
-- unit: users
SELECT extract(isodow FROM created_at AT TIME ZONE 'Etc/GMT+2')::int, extract(hour FROM created_at AT TIME ZONE 'Etc/GMT+2')::int, count(*)
FROM users
GROUP BY 1, 2
