-- what became of creators
-- distribution: fate of creators
-- kind: choices
-- unit: creators
SELECT CASE WHEN deleted_at IS NOT NULL THEN 'deleted' WHEN is_active THEN 'active' ELSE 'inactive' END AS fate,
       count(*)
FROM users
WHERE is_creator
GROUP BY 1
