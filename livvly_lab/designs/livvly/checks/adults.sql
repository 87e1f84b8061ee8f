-- everybody was eighteen when signing up
-- kind: rule
SELECT u.id AS user_id, u.dob, u.created_at
FROM users AS u
WHERE u.created_at < u.dob + interval '18 years'
