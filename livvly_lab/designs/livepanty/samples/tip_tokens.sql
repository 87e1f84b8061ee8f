-- the tokens of a tip
-- distribution: tokens of a tip
-- kind: choices
-- unit: tips
SELECT tokens, count(*) FROM tips GROUP BY 1
