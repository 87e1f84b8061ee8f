-- the platform's share agreed with each analyst, in thousandths
-- distribution: commission
-- kind: choices
-- unit: analysts
SELECT (commission_rate * 1000)::int, count(*) FROM analyst_profiles GROUP BY 1
