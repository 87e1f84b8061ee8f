-- what became of users who are no creators: deleted, inactive, never came back, or active still
-- distribution: fate of users
-- kind: choices
-- unit: users
SELECT CASE WHEN deleted_at IS NOT NULL THEN 'deleted'
            WHEN last_active_at IS NULL THEN 'never came back'
            WHEN is_active THEN 'active'
            ELSE 'inactive' END AS fate,
       count(*)
FROM users
WHERE NOT is_creator
GROUP BY 1
