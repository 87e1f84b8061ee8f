-- the hours of the week in Dakar at which users sign up
-- distribution: arrivals by hour of the week
-- kind: week
-- unit: users
SELECT extract(isodow FROM created_at AT TIME ZONE 'Africa/Dakar')::int,
       extract(hour FROM created_at AT TIME ZONE 'Africa/Dakar')::int,
       count(*)
FROM users
GROUP BY 1, 2
