-- Copies rows of a table, spread evenly over the months.
INSERT INTO {name} ({columns})
SELECT {values}
FROM (SELECT *, row_number() OVER () AS n FROM {table} LIMIT %(most)s) AS item
