-- Which columns of a table refer to which columns of itself, by foreign keys of one column?
SELECT refers.attname, referred.attname
FROM pg_constraint AS c
JOIN pg_attribute AS refers ON refers.attrelid = c.conrelid AND refers.attnum = c.conkey[1]
JOIN pg_attribute AS referred ON referred.attrelid = c.confrelid AND referred.attnum = c.confkey[1]
WHERE c.contype = 'f' AND c.conrelid = to_regclass(quote_ident(%(table)s)) AND c.confrelid = c.conrelid
  AND cardinality(c.conkey) = 1
