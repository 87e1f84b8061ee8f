-- the provider users sign in with
-- distribution: sign-in
-- kind: choices
-- unit: users
SELECT auth_provider, count(*) FROM users GROUP BY 1
