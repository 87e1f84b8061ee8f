-- the stars that reviewers gave
-- distribution: rating
-- kind: choices
-- unit: reviews
SELECT rating, count(*) FROM reviews GROUP BY 1
