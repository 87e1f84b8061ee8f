-- Which tables have a trigger with this function, enabled?
SELECT DISTINCT c.relname::text
FROM pg_trigger AS t
JOIN pg_class AS c ON c.oid = t.tgrelid
JOIN pg_proc AS p ON p.oid = t.tgfoid
WHERE p.proname = %(function)s AND t.tgenabled <> 'D' AND NOT t.tgisinternal
