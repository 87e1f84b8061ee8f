-- How many rows name each of these in a column?
SELECT {column}, count(*) FROM {table} WHERE {column} = ANY (%(ids)s) GROUP BY 1
