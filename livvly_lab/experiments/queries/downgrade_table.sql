-- Drops a table on which nothing depends.
DROP TABLE {table}
