-- where users live
-- distribution: country
-- kind: choices
-- unit: users
SELECT country_code, count(*) FROM users GROUP BY 1
