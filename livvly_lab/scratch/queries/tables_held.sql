-- Which of these tables exist in the schema?
SELECT relname
FROM pg_class
WHERE relnamespace = to_regnamespace(%(schema)s) AND relname = ANY (%(names)s)
ORDER BY relname
