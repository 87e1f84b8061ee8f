-- whoever is banned or suspended has a sanction that says so, and nobody else has one that counts
-- kind: rule
SELECT u.id AS user_id, u.status, s.kind
FROM users AS u
FULL JOIN (
  SELECT DISTINCT user_id, kind FROM user_sanctions WHERE kind <> 'warning' AND lifted_at IS NULL
) AS s ON s.user_id = u.id
WHERE (u.status IN ('banned', 'suspended') OR s.kind IS NOT NULL)
  AND u.status IS DISTINCT FROM CASE s.kind WHEN 'ban' THEN 'banned' WHEN 'suspension' THEN 'suspended' END
