-- Which indexes of these tables have a comment?
SELECT i.indexrelid::regclass::text, obj_description(i.indexrelid, 'pg_class') IS NOT NULL
FROM pg_index AS i
WHERE i.indrelid = ANY(SELECT to_regclass(quote_ident(name)) FROM unnest(%(names)s::text[]) AS name)
