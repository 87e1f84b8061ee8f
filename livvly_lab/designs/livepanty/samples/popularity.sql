-- the tips to each performer
-- distribution: popularity of performers (rank)
-- kind: ranks
-- unit: tips
-- departs: who came later has had less time to get tips, and some did not stream while their viewers were there
SELECT count(t.id)
FROM users AS u
LEFT JOIN tips AS t ON t.host_id = u.id
WHERE u.role = 'performer'
GROUP BY u.id
