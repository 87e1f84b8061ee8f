-- Lets the planner believe that these tables and their indexes hold so many times the rows; their pages stay.
WITH relation AS (
  SELECT DISTINCT coalesce(part.relid, to_regclass(quote_ident(name))) AS oid
  FROM unnest(%(names)s::text[]) AS name
  LEFT JOIN pg_partition_tree(to_regclass(quote_ident(name))) AS part ON part.isleaf
), counted AS (
  SELECT c.relnamespace::regnamespace::text AS schema_name, c.relname::text AS relation_name, c.relpages, c.reltuples
  FROM relation AS r
  LEFT JOIN pg_index AS x ON x.indrelid = r.oid
  JOIN pg_class AS c ON c.oid IN (r.oid, x.indexrelid)
  WHERE c.reltuples > 0
  GROUP BY c.oid
)
SELECT count(pg_restore_relation_stats(
  'schemaname', schema_name, 'relname', relation_name,
  'relpages', relpages, 'reltuples', (reltuples * %(factor)s)::real
))
FROM counted
