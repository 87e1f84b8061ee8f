-- Which relations hold these tables, each with its pages: the table or its partitions, their TOAST, their indexes?
WITH home AS (
  SELECT name, c.oid, c.relname, c.reltoastrelid, greatest(c.reltuples, 0)::float8 AS rows
  FROM unnest(%(names)s::text[]) AS name
  CROSS JOIN to_regclass(quote_ident(name)) AS whole
  LEFT JOIN pg_partition_tree(whole) AS part ON part.isleaf
  JOIN pg_class AS c ON c.oid = coalesce(part.relid, whole)
), relation AS (
  SELECT name, relname AS home, rows, oid, 'heap' AS part FROM home
  UNION ALL
  SELECT name, relname, rows, reltoastrelid, 'toast' FROM home WHERE reltoastrelid <> 0
  UNION ALL
  SELECT name, relname, rows, x.indexrelid, 'toast' FROM home JOIN pg_index AS x ON x.indrelid = reltoastrelid
  UNION ALL
  SELECT name, relname, rows, x.indexrelid, 'index' FROM home JOIN pg_index AS x ON x.indrelid = oid
)
SELECT
  r.name,
  r.home,
  r.part,
  c.oid::bigint,
  c.relname,
  coalesce(a.amname, 'heap') AS method,
  r.rows,
  (pg_relation_size(c.oid) / current_setting('block_size')::int)::int AS pages,
  CASE WHEN c.relkind IN ('r', 't') THEN greatest(c.relpages - c.relallvisible, 0) ELSE 0 END AS empty_pages,
  ((pg_relation_size(c.oid, 'fsm') + pg_relation_size(c.oid, 'vm')) / current_setting('block_size')::int)::int
FROM relation AS r
JOIN pg_class AS c ON c.oid = r.oid
LEFT JOIN pg_am AS a ON a.oid = c.relam
ORDER BY r.name, r.home, r.part, c.relname
