-- whether users say something of themselves
-- distribution: bio
-- kind: choices
-- unit: users
SELECT CASE WHEN bio IS NULL THEN 'absent' ELSE 'given' END, count(*) FROM users GROUP BY 1
