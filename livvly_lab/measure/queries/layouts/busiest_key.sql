-- Which key has most rows of this table, and what holds another column in one of them?
SELECT {key}, min({other}::text) FROM {table} WHERE {key} IS NOT NULL GROUP BY {key} ORDER BY count(*) DESC, {key} LIMIT 1
