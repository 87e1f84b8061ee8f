-- Which rows stand in the partition for times that have none of their own?
SELECT c.tableoid::regclass::text AS in_table, c.{key}::text AS row, c.{column}::text AS at
FROM {table} AS c
WHERE c.tableoid = (SELECT p.partdefid FROM pg_partitioned_table AS p WHERE p.partrelid = {name}::regclass)
