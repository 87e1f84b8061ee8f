-- everybody can be found by address and by username
-- kind: rule
SELECT u.id AS user_id, array_agg(i.kind) AS kinds
FROM users AS u
LEFT JOIN login_identities AS i ON i.user_id = u.id
GROUP BY u.id
HAVING count(*) FILTER (WHERE i.kind = 'email') <> 1 OR count(*) FILTER (WHERE i.kind = 'username') <> 1
