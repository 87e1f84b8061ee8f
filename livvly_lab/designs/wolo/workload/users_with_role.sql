-- Which users of this shard have this role?
-- endpoint: GET /admin/users?role=
-- index: idx_users_roles
-- runs: shard
-- draw typical: SELECT role FROM (VALUES ('admin'), ('partner'), ('super_admin')) AS roles (role)
-- draw absent: SELECT 'nobody' AS role
SELECT id, phone, email, last_login_at
FROM {users}
WHERE roles @> ARRAY[%(role)s]::text[]
