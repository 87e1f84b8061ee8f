-- The keys with the most rows, and as many others.
WITH keys AS (
  SELECT {key} AS key, row_number() OVER (ORDER BY count(*) DESC, {key}) AS place
  FROM lab_full
  WHERE {key} IS NOT NULL
  GROUP BY {key}
)
(SELECT key FROM keys ORDER BY place LIMIT %(keys)s)
UNION
(SELECT key FROM keys ORDER BY md5(key::text) LIMIT %(keys)s)
