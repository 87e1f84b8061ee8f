-- no two live users share a phone, in one shard or in two
-- kind: duplicate
SELECT d.phone, d.times,
       (SELECT string_agg(u.id::text, ' and ') FROM users AS u WHERE u.phone = d.phone AND u.deleted_at IS NULL) AS users
FROM (
  SELECT phone, count(*) AS times FROM users WHERE deleted_at IS NULL GROUP BY phone HAVING count(*) > 1
) AS d
