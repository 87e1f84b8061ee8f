-- The key of one row of a table, always the same.
SELECT {key} FROM {table} ORDER BY {key} LIMIT 1
