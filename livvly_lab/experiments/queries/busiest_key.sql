-- Who among those with a cached row brings most rows, how many, and until when?
SELECT item.{key}, count(*), max(item.{at})
FROM {table} AS item
WHERE item.{key} IN (SELECT {cache_key} FROM {cache})
GROUP BY 1
ORDER BY 2 DESC, 1
LIMIT 1
