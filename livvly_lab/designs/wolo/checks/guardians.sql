-- every minor has a guardian who is somebody else and an adult, and bears the guardian's last name
-- kind: rule
SELECT p.user_id, p.full_name, p.date_of_birth, g.full_name AS guardian
FROM profiles AS p
LEFT JOIN profiles AS g ON g.user_id = p.guardian_user_id
WHERE (p.guardian_user_id IS NULL AND p.date_of_birth > date '2026-11-01' - interval '18 years')
   OR p.guardian_user_id = p.user_id
   OR (p.guardian_user_id IS NOT NULL
       AND (g.date_of_birth > date '2026-11-01' - interval '18 years'
            OR split_part(g.full_name, ' ', -1) <> split_part(p.full_name, ' ', -1)))
