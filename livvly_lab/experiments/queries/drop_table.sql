-- Drops a table.
DROP TABLE {name}
