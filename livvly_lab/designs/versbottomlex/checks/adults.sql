-- nobody was under eighteen at the signup
-- kind: rule
SELECT id, birth_date, created_at FROM users WHERE birth_date > created_at::date - interval '18 years'
