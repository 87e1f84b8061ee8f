-- Repeats the rows of a table until there are enough.
INSERT INTO {name} ({columns})
SELECT {values}
FROM generate_series(0, %(rows)s - 1) AS n
JOIN (SELECT *, row_number() OVER () - 1 AS lab_place, count(*) OVER () AS lab_rows FROM {table}) AS item
  ON item.lab_place = n %% item.lab_rows
