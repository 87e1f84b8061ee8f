-- How many of these rows are left, and how many of them name nobody any more?
SELECT count(*), count(*) FILTER (WHERE {column} IS NULL) FROM {table} WHERE {key} = ANY(%(rows)s)
