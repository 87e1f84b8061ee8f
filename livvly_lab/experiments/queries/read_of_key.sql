-- Reads one row.
SELECT * FROM {table} WHERE {key} = {value}
