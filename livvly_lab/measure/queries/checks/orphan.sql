-- Which rows name a row that is not there?
SELECT c.tableoid::regclass::text AS in_table, c.{key}::text AS row, c.{column}::text AS names
FROM {table} AS c
WHERE c.{column} IS NOT NULL AND {missing}
