-- Some keys of a table, spread over it.
SELECT {key} FROM {table} ORDER BY md5({key}::text) LIMIT 200
