-- Which rows name each of these in a column?
SELECT {column}, {key} FROM {table} WHERE {column} = ANY (%(ids)s)
