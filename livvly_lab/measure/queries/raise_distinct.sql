-- Lets the planner believe that columns which name growing rows have so many times the different values.
SELECT count(pg_restore_attribute_stats(
  'schemaname', s.schemaname::text, 'relname', s.tablename::text, 'attname', s.attname::text,
  'inherited', s.inherited, 'n_distinct', (s.n_distinct * %(factor)s)::real
))
FROM unnest(%(names)s::text[], %(columns)s::text[]) AS naming (table_name, column_name)
CROSS JOIN LATERAL (
  SELECT to_regclass(quote_ident(table_name)) AS oid
  UNION
  SELECT relid FROM pg_partition_tree(to_regclass(quote_ident(table_name)))
) AS relation
JOIN pg_class AS c ON c.oid = relation.oid
JOIN pg_stats AS s
  ON s.schemaname = c.relnamespace::regnamespace::name AND s.tablename = c.relname AND s.attname = column_name
WHERE s.n_distinct > 0
