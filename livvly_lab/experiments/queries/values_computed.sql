-- In how many rows has a column a value, and in how many is it another one than computed?
SELECT count(*), count(*) FILTER (WHERE item.{column} IS DISTINCT FROM {value})
FROM {table} AS item
WHERE item.{column} IS NOT NULL
