-- In how many rows has a column one value wherever another has one, and in how many has it several?
SELECT coalesce(sum(of_value.n), 0), coalesce(sum(of_value.n) FILTER (WHERE of_value.kinds > 1), 0)
FROM (
  SELECT count(*) AS n, count(DISTINCT {decided}) AS kinds
  FROM {table}
  WHERE {decides} IS NOT NULL
  GROUP BY {decides}
  HAVING count(*) > 1
) AS of_value
