-- how calls end
-- distribution: call status
-- kind: choices
-- unit: calls
SELECT status, count(*) FROM calls GROUP BY status
