-- Which columns of these tables have a foreign key?
SELECT t.relname, a.attname
FROM pg_constraint AS c
JOIN pg_class AS t ON t.oid = c.conrelid
JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f'
  AND t.oid = ANY(SELECT to_regclass(quote_ident(name)) FROM unnest(%(names)s::text[]) AS name)
