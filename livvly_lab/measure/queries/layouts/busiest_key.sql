-- Which key has about the most rows of this table, and which row of it is the first?
SELECT {key}, min({id}::text)::uuid FROM {table} WHERE {key} IS NOT NULL GROUP BY {key} ORDER BY count(*) DESC, {key} LIMIT 1
