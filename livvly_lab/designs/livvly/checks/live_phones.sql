-- no two live users share a phone, in one shard or in two
-- kind: duplicate
SELECT u.phone, count(*) AS times, string_agg(u.id::text, ' and ') AS users
FROM users AS u
WHERE u.deleted_at IS NULL
GROUP BY u.phone
HAVING count(*) > 1
