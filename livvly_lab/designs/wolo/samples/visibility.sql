-- who may see pots
-- distribution: visibility of pots
-- kind: choices
-- unit: pots
SELECT visibility, count(*) FROM pots GROUP BY 1
