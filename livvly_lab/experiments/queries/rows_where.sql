-- How many rows of a table meet a condition?
SELECT count(*) FROM {table} WHERE {condition}
