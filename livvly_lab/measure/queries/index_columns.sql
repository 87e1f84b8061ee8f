-- On which columns does each index of these tables depend: keys, INCLUDE, expressions, predicate?
SELECT i.relname, a.attname
FROM unnest(%(names)s::text[]) AS name
JOIN pg_index AS x ON x.indrelid = to_regclass(quote_ident(name))
JOIN pg_class AS i ON i.oid = x.indexrelid
JOIN pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum > 0
WHERE a.attnum = ANY (x.indkey)
  OR EXISTS (
    SELECT FROM pg_depend AS d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = x.indexrelid
      AND d.refclassid = 'pg_class'::regclass AND d.refobjid = x.indrelid AND d.refobjsubid = a.attnum
  )
ORDER BY i.relname, a.attnum
