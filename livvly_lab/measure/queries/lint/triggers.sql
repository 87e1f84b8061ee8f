-- What runs before each row of these tables is updated?
SELECT t.tgrelid, p.prosrc, l.lanname, encode(t.tgargs, 'escape') AS arguments
FROM pg_trigger AS t
JOIN pg_proc AS p ON p.oid = t.tgfoid
JOIN pg_language AS l ON l.oid = p.prolang
WHERE t.tgrelid = ANY (%(tables)s::oid[])
  AND NOT t.tgisinternal
  AND t.tgenabled IN ('O', 'A')
  AND t.tgtype & (1 | 2 | 16) = (1 | 2 | 16)
