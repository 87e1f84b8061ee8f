-- for whom analysts write
-- distribution: audience
-- kind: choices
-- unit: posts
SELECT audience, count(*) FROM posts GROUP BY 1
