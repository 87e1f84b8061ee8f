-- Builds the indexes of a table anew, as they are after a load.
REINDEX TABLE {table}
