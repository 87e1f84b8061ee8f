-- what was given as a tip, in US cents
-- distribution: tip
-- kind: choices
-- unit: tips
SELECT gross_minor, count(*) FROM transactions WHERE kind = 'tip' GROUP BY 1
