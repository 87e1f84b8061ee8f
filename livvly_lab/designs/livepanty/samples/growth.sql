-- the time at which users signed up: more every month, by the rhythm of the week
-- distribution: arrivals by hour of the week
-- kind: values
-- unit: users
-- axis: time
SELECT created_at AS value FROM users
