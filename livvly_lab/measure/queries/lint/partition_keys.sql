-- Which unique keys do single partitions of these tables have, as part of no key of the whole table?
SELECT
  root.oid,
  t.relname AS partition,
  i.relname,
  ARRAY(
    SELECT a.attname::text
    FROM generate_series(0, x.indnkeyatts - 1) AS n
    JOIN pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[n]
    ORDER BY n
  ) AS columns
FROM pg_index AS x
JOIN pg_class AS i ON i.oid = x.indexrelid
JOIN pg_class AS t ON t.oid = x.indrelid
JOIN pg_class AS root ON root.oid = pg_partition_root(t.oid)
WHERE root.oid = ANY (%(tables)s::oid[])
  AND t.relispartition
  AND t.relkind = 'r'
  AND x.indisunique
  AND x.indisvalid
  AND NOT i.relispartition
ORDER BY root.oid, t.relname, i.relname
