-- whether users show a photo
-- distribution: photo
-- kind: choices
-- unit: users
SELECT CASE WHEN profile_photo IS NULL THEN 'absent' ELSE 'given' END, count(*) FROM users GROUP BY 1
