-- the country of residence of users who are not erased
-- distribution: country
-- kind: choices
-- unit: users
SELECT country, count(*) FROM users WHERE erased_at IS NULL GROUP BY 1
