-- the stars of completed calls that got any
-- distribution: rating
-- kind: choices
-- unit: calls
SELECT rating, count(*) FROM calls WHERE rating IS NOT NULL GROUP BY rating
