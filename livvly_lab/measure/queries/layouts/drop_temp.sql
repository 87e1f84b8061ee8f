-- Drops a temporary table.
DROP TABLE IF EXISTS pg_temp.{table}
