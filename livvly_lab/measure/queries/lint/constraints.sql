-- Which keys, foreign keys and CHECKs of these tables are enforced? A foreign key to a partition leads to its table.
SELECT
  k.conrelid,
  k.conname,
  k.contype::text,
  ARRAY(
    SELECT a.attname::text
    FROM unnest(k.conkey) WITH ORDINALITY AS key (number, place)
    JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = key.number
    ORDER BY key.place
  ) AS columns,
  nullif(coalesce(pg_partition_root(nullif(k.confrelid, 0)), k.confrelid), 0) AS target,
  CASE WHEN k.contype = 'f' THEN k.confdeltype::text END AS on_delete,
  CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid, true) END AS expression,
  k.coninhcount = 0 AS own,
  k.convalidated
FROM pg_constraint AS k
WHERE k.conrelid = ANY (%(tables)s::oid[])
  AND k.contype IN ('p', 'u', 'f', 'c', 'x')
  AND k.conparentid = 0
  AND right(pg_get_constraintdef(k.oid), 12) <> 'NOT ENFORCED'
ORDER BY k.conrelid, k.conname
