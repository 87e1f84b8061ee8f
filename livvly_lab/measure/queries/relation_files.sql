-- In which files do the tables and indexes of these tables stand, with how many pages and rows?
SELECT
  name,
  t.relname AS home,
  c.relname,
  c.relkind = 'i' AS is_index,
  pg_relation_filepath(c.oid) AS path,
  (pg_relation_size(c.oid) / current_setting('block_size')::int)::int AS pages,
  c.reltuples::float8
FROM unnest(%(names)s::text[]) AS name
CROSS JOIN to_regclass(quote_ident(name)) AS whole
LEFT JOIN pg_partition_tree(whole) AS part ON part.isleaf
JOIN pg_class AS t ON t.oid = coalesce(part.relid, whole)
LEFT JOIN pg_index AS x ON x.indrelid = t.oid
JOIN pg_class AS c ON c.oid IN (t.oid, x.indexrelid)
WHERE c.reltuples > 0
GROUP BY name, t.relname, c.oid
ORDER BY name, t.relname, c.relname
