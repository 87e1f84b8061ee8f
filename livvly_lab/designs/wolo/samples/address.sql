-- users with an address
-- distribution: address
-- kind: choices
-- unit: users
SELECT CASE WHEN EXISTS (SELECT FROM user_addresses AS a WHERE a.user_id = u.id) THEN 'given' ELSE 'absent' END, count(*)
FROM users AS u
GROUP BY 1
