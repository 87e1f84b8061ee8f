-- the category of streams
-- distribution: category of streams
-- kind: choices
-- unit: streams
SELECT category, count(*) FROM streams GROUP BY 1
