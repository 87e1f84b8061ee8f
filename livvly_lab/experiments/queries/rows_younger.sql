-- How many rows have not yet been kept for their time?
SELECT count(*) FROM {table} WHERE {column} >= now() - %(kept)s::interval
