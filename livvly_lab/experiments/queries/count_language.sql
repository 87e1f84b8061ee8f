-- How many rows have a text in a language?
SELECT count(*) FROM {table} WHERE {column} ->> %(language)s IS NOT NULL
