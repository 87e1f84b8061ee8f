-- Drops a table with what depends on it.
DROP TABLE {table} CASCADE
