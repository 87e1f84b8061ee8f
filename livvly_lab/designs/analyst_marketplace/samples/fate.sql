-- what became of traders: deleted, inactive, never came back, or active still
-- distribution: fate of traders
-- kind: choices
-- unit: users
SELECT CASE WHEN deleted_at IS NOT NULL THEN 'deleted'
            WHEN last_active IS NULL THEN 'never came back'
            WHEN is_active THEN 'active'
            ELSE 'inactive' END AS fate,
       count(*)
FROM users
WHERE user_type = 'trader'
GROUP BY 1
