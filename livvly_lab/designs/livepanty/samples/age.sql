-- how long users were of age when they signed up
-- distribution: years over eighteen
-- kind: values
-- unit: users
-- axis: years over eighteen
-- step: 0.085
SELECT (created_at::date - (date_of_birth + interval '18 years')::date) / 365.25 AS value FROM users WHERE erased_at IS NULL
