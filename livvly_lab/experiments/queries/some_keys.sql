-- The keys of some rows of a table, always the same, spread over it.
SELECT {key} FROM {table} ORDER BY md5({key}::text) LIMIT %(most)s
