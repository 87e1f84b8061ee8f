-- no two users share an email address or a phone number, in one shard or in two
-- kind: duplicate
SELECT l.login, count(*) AS times
FROM (SELECT lower(email) AS login FROM users UNION ALL SELECT phone FROM users) AS l
WHERE l.login IS NOT NULL
GROUP BY l.login
HAVING count(*) > 1
