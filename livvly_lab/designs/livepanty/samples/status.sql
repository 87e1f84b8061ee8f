-- what became of the accounts of viewers, as their status tells it
-- distribution: status of viewers
-- kind: choices
-- unit: users
SELECT status, count(*) FROM users WHERE role = 'viewer' GROUP BY 1
