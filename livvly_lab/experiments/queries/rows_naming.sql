-- Which rows name one of these?
SELECT {key} FROM {table} WHERE {column} = ANY(%(ids)s)
