-- How many rows name one of these in a column?
SELECT count(*) FROM {table} WHERE {column} = ANY (%(ids)s)
