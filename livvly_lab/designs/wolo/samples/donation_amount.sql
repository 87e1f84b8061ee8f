-- the amounts that are given, F CFA
-- distribution: donation amount
-- kind: choices
-- unit: payments
SELECT amount_cfa, count(*) FROM donations GROUP BY 1
