-- Which columns lead an index of these tables that holds every row with a value in them?
SELECT DISTINCT t.relname, a.attname
FROM pg_class AS t
JOIN pg_index AS i ON i.indrelid = t.oid
JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
WHERE t.oid = ANY(SELECT to_regclass(quote_ident(name)) FROM unnest(%(names)s::text[]) AS name)
  AND (i.indpred IS NULL OR pg_get_expr(i.indpred, t.oid) = format('(%%I IS NOT NULL)', a.attname)) AND i.indisvalid
