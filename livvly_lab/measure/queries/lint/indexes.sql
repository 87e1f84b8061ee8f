-- What are the usable indexes of these tables: keys, what is told apart by each, predicate, bytes with partitions?
SELECT
  x.indrelid,
  i.relname,
  am.amname,
  x.indisunique,
  (SELECT k.contype::text FROM pg_constraint AS k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x')) AS of_key,
  ARRAY(SELECT pg_get_indexdef(i.oid, n, true) FROM generate_series(1, x.indnkeyatts) AS n) AS keys,
  ARRAY(
    SELECT a.attname::text
    FROM generate_series(0, x.indnkeyatts - 1) AS n
    JOIN pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[n]
    ORDER BY n
  ) AS columns,
  ARRAY(
    SELECT concat_ws(' ', pg_get_indexdef(i.oid, n + 1, true), x.indclass[n], x.indcollation[n], x.indoption[n])
    FROM generate_series(0, x.indnkeyatts - 1) AS n
  ) AS signatures,
  ARRAY(
    SELECT a.attname::text
    FROM generate_series(x.indnkeyatts, x.indnatts - 1) AS n
    JOIN pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[n]
  ) AS included,
  pg_get_expr(x.indpred, x.indrelid, true) AS predicate,
  coalesce(
    (SELECT sum(pg_relation_size(part.relid)) FROM pg_partition_tree(i.oid) AS part WHERE part.isleaf),
    pg_relation_size(i.oid)
  )::bigint AS size_bytes
FROM pg_index AS x
JOIN pg_class AS i ON i.oid = x.indexrelid
JOIN pg_am AS am ON am.oid = i.relam
WHERE x.indrelid = ANY (%(tables)s::oid[]) AND x.indisvalid
ORDER BY x.indrelid, i.relname
