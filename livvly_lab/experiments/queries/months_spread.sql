-- Repeats the rows of a table under new keys until there are enough, spread evenly over months and their days.
INSERT INTO {name} ({columns})
SELECT {values}
FROM generate_series(0, %(rows)s - 1) AS n
JOIN (
  SELECT *, row_number() OVER () - 1 AS lab_place, count(*) OVER () AS lab_rows FROM {table} LIMIT 5000
) AS item ON item.lab_place = n %% least(item.lab_rows, 5000)
