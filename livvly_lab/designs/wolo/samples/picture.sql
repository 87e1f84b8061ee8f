-- users with a picture
-- distribution: picture
-- kind: choices
-- unit: users
SELECT CASE WHEN avatar_url IS NULL THEN 'absent' ELSE 'given' END, count(*) FROM profiles GROUP BY 1
