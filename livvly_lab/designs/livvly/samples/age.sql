-- the years users were over eighteen when they signed up
-- distribution: years over 18
-- kind: values
-- unit: users
-- axis: years over 18 at signup
SELECT extract(epoch FROM date_trunc('day', created_at) - (dob + interval '18 years')) / 86400 / 365.25 AS value
FROM users
