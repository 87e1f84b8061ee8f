-- no two users have the same username
-- kind: duplicate
SELECT username, count(*) AS times FROM users GROUP BY username HAVING count(*) > 1
