-- performers have a profile, staff decide, and everybody else only watches
-- kind: rule
SELECT u.user_id, u.role_code AS what
FROM user_roles AS u
LEFT JOIN performer_profiles AS p ON p.user_id = u.user_id
WHERE u.role_code = 'performer' AND p.user_id IS NULL
UNION ALL
SELECT p.user_id, 'profile' FROM performer_profiles AS p
WHERE NOT EXISTS (SELECT FROM user_roles AS u WHERE u.user_id = p.user_id AND u.role_code = 'performer')
UNION ALL
SELECT m.moderated_by, 'message' FROM messages AS m
WHERE m.moderated_by IS NOT NULL
    AND EXISTS (SELECT FROM user_roles WHERE role_code = 'moderator')
    AND NOT EXISTS (SELECT FROM user_roles AS u WHERE u.user_id = m.moderated_by AND u.role_code = 'moderator')
