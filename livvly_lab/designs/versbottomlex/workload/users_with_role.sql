-- Who are the staff with this role?
-- endpoint: GET /admin/roles/:role
-- index: idx_user_roles_role
-- runs: scatter
-- draw typical: SELECT DISTINCT role_code AS role_code FROM {user_roles} WHERE role_code NOT IN ('viewer', 'performer')
-- draw hot: SELECT 'performer' AS role_code
-- draw absent: SELECT 'nobody' AS role_code
SELECT user_id, granted_by, created_at
FROM {user_roles}
WHERE role_code = %(role_code)s
LIMIT 100
