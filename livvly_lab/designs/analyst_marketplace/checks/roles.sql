-- everybody is what the role says: analysts have a profile, admins decide, and nobody else does either
-- kind: rule
SELECT u.id AS user_id, u.user_type, p.id AS profile
FROM users AS u LEFT JOIN analyst_profiles AS p ON p.user_id = u.id
WHERE (u.user_type = 'analyst') <> (p.id IS NOT NULL)
UNION ALL
SELECT u.id, u.user_type, NULL
FROM (
  SELECT verified_by AS id FROM analyst_profiles
  UNION SELECT moderated_by FROM reviews
  UNION SELECT reviewed_by FROM moderation_flags
  UNION SELECT assigned_to FROM support_tickets
  UNION SELECT resolved_by FROM support_tickets
  UNION SELECT deleted_by FROM chat_messages
) AS a
JOIN users AS u USING (id)
WHERE u.user_type <> 'admin'
