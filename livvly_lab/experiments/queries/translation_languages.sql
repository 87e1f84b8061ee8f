-- Which languages do the translations of a column have, and in how many rows?
SELECT text.key, count(*)
FROM {table} AS t
CROSS JOIN jsonb_each({column}) AS text
GROUP BY text.key
ORDER BY text.key
