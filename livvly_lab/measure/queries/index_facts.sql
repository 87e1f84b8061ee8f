-- What are the indexes of these tables: what they are part of, keys, predicate, and the operators their leading key serves?
SELECT
  name,
  i.relname,
  ARRAY[
    root.relname::text,
    rt.relname::text,
    (SELECT k.conname FROM pg_constraint AS k WHERE k.conindid = root.oid AND k.contype IN ('p', 'u', 'x'))
  ] AS root,
  a.amname,
  ARRAY(SELECT pg_get_indexdef(i.oid, n, true) FROM generate_series(1, x.indnkeyatts) AS n) AS keys,
  x.indexprs IS NOT NULL AS is_expression,
  pg_get_expr(x.indpred, x.indrelid, true) AS predicate,
  ARRAY(
    SELECT DISTINCT operator.oprname::text
    FROM pg_opclass AS o
    JOIN pg_amop AS m ON m.amopfamily = o.opcfamily AND m.amoplefttype = o.opcintype AND m.amoppurpose = 's'
    JOIN pg_operator AS operator ON operator.oid = m.amopopr
    WHERE o.oid = x.indclass[0]
    ORDER BY 1
  ) AS operators
FROM unnest(%(names)s::text[]) AS name
JOIN pg_index AS x ON x.indrelid = to_regclass(quote_ident(name))
JOIN pg_class AS i ON i.oid = x.indexrelid
JOIN pg_am AS a ON a.oid = i.relam
JOIN pg_class AS root ON root.oid = coalesce(pg_partition_root(i.oid), i.oid)
JOIN pg_index AS rx ON rx.indexrelid = root.oid
JOIN pg_class AS rt ON rt.oid = rx.indrelid
