-- How many rows have a value in a column?
SELECT count(*) FROM {table} WHERE {column} IS NOT NULL
