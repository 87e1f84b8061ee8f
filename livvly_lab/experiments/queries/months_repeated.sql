-- Repeats the rows of a table under new keys until there are enough, spread evenly over months and their days.
WITH source AS MATERIALIZED (
  SELECT *, row_number() OVER () - 1 AS lab_place FROM {table} LIMIT 5000
)
INSERT INTO {name} ({columns})
SELECT {values}
FROM generate_series(0, %(rows)s - 1) AS n
JOIN source AS item ON item.lab_place = n %% (SELECT count(*) FROM source)
