-- the language of every user
-- distribution: language
-- kind: choices
-- unit: users
SELECT language, count(*) FROM users GROUP BY language
