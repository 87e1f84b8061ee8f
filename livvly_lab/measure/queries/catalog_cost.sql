-- What do these tables, and what does the rest of the schema, bring to the system catalogs? Their own rows, in bytes.
WITH owner AS MATERIALIZED (
  SELECT oid, reltoastrelid, relname, relname = ANY(%(names)s::text[]) AS is_named
  FROM pg_class
  WHERE relnamespace = %(schema)s::text::regnamespace AND relkind IN ('r', 'p')
), storage AS MATERIALIZED (
  SELECT oid, 'table' AS kind, is_named FROM owner
  UNION ALL
  SELECT reltoastrelid, 'toast', is_named FROM owner WHERE reltoastrelid <> 0
), relation AS MATERIALIZED (
  SELECT oid, kind, is_named FROM storage
  UNION ALL
  SELECT i.indexrelid, CASE s.kind WHEN 'table' THEN 'index' ELSE 'toast' END, s.is_named
  FROM storage AS s JOIN pg_index AS i ON i.indrelid = s.oid
), entry AS (
  SELECT r.is_named, pg_column_size(x.*) AS bytes FROM relation AS r JOIN pg_class AS x ON x.oid = r.oid
  UNION ALL
  SELECT r.is_named, pg_column_size(x.*) FROM relation AS r JOIN pg_attribute AS x ON x.attrelid = r.oid
  UNION ALL
  SELECT r.is_named, pg_column_size(x.*) FROM relation AS r JOIN pg_index AS x ON x.indexrelid = r.oid
  UNION ALL
  SELECT r.is_named, pg_column_size(x.*) FROM relation AS r JOIN pg_constraint AS x ON x.conrelid = r.oid
  UNION ALL
  SELECT r.is_named, pg_column_size(x.*) FROM relation AS r JOIN pg_type AS x ON x.typrelid = r.oid
  UNION ALL
  SELECT r.is_named, pg_column_size(x.*) FROM relation AS r JOIN pg_attrdef AS x ON x.adrelid = r.oid
  UNION ALL
  SELECT r.is_named, pg_column_size(x.*) FROM relation AS r JOIN pg_trigger AS x ON x.tgrelid = r.oid
  UNION ALL
  SELECT r.is_named, pg_column_size(x.*) FROM relation AS r JOIN pg_inherits AS x ON x.inhrelid = r.oid
  UNION ALL
  SELECT r.is_named, pg_column_size(x.*)
  FROM relation AS r JOIN pg_depend AS x ON x.classid = 'pg_class'::regclass AND x.objid = r.oid
  UNION ALL
  SELECT r.is_named, pg_column_size(x.*)
  FROM relation AS r JOIN pg_description AS x ON x.classoid = 'pg_class'::regclass AND x.objoid = r.oid
  UNION ALL
  SELECT o.is_named, pg_column_size(x.*)
  FROM owner AS o JOIN pg_stats AS x ON x.schemaname = %(schema)s::name AND x.tablename = o.relname
)
SELECT
  named AS is_named,
  (SELECT count(*) FROM relation WHERE is_named = named AND kind = 'table') AS tables,
  (SELECT count(*) FROM relation WHERE is_named = named AND kind = 'index') AS indexes,
  (SELECT count(*) FROM relation WHERE is_named = named) AS relations,
  (SELECT coalesce(sum(bytes), 0)::bigint FROM entry WHERE is_named = named) AS catalog_bytes
FROM unnest(ARRAY[true, false]) AS named
ORDER BY named DESC
