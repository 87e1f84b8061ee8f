-- the language users read
-- distribution: language
-- kind: choices
-- unit: users
SELECT locale, count(*) FROM profiles GROUP BY 1
