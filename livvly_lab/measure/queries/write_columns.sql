-- Which columns of a table can be written?
SELECT attname
FROM pg_attribute
WHERE attrelid = to_regclass(quote_ident(%(table)s)) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
ORDER BY attnum
