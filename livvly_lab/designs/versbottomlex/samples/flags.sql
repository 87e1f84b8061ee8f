-- what became of flags on accounts
-- distribution: outcome of flags
-- kind: choices
-- unit: flags
SELECT outcome, count(*) FROM account_flags WHERE outcome IS NOT NULL GROUP BY 1
