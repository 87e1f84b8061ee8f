-- Rebuilds the indexes of a table.
REINDEX TABLE {table}
