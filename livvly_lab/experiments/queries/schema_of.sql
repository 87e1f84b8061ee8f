-- What is the schema of a table, as one text to be compared: columns, types, checks, indexes?
SELECT concat_ws(
  E'\n',
  (
    SELECT string_agg(format('%%s %%s %%s', attname, format_type(atttypid, atttypmod), attnotnull), E'\n' ORDER BY attnum)
    FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped
  ),
  (SELECT string_agg(pg_get_constraintdef(oid), E'\n' ORDER BY conname) FROM pg_constraint WHERE conrelid = c.oid),
  (SELECT string_agg(pg_get_indexdef(indexrelid), E'\n' ORDER BY indexrelid) FROM pg_index WHERE indrelid = c.oid)
)
FROM pg_class AS c
WHERE c.oid = to_regclass(quote_ident(%(name)s))
