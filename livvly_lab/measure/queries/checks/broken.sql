-- How many rows break a check, and what do the first of them say?
SELECT count(*) OVER () AS broken, b.* FROM ({check}) AS b LIMIT {most}
