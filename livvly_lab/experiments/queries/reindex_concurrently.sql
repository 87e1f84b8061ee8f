-- Rebuilds the indexes of a table while it is used.
REINDEX TABLE CONCURRENTLY {table}
