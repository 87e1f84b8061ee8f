-- the gender users state who are no creators
-- distribution: gender
-- kind: choices
-- unit: users
SELECT gender, count(*) FROM users WHERE NOT is_creator GROUP BY gender
