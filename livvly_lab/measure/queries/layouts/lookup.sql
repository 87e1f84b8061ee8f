-- Which rows of this table have this key?
SELECT * FROM {table} AS t WHERE t.{key} = {value}
