-- whether a completed call was rated
-- distribution: rating given
-- kind: choices
-- unit: calls
SELECT CASE WHEN rating IS NULL THEN 'absent' ELSE 'given' END, count(*)
FROM calls
WHERE status = 'completed'
GROUP BY 1
