-- the years beyond eighteen that users had at the signup
-- distribution: years beyond eighteen
-- kind: values
-- unit: users
-- axis: years
SELECT greatest((created_at::date - birth_date - 1) / 365.25 - 18, 0.001) AS value FROM users
