-- the type of calls
-- distribution: call type
-- kind: choices
-- unit: calls
SELECT call_type, count(*) FROM calls GROUP BY call_type
