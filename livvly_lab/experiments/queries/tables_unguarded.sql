-- Which of these tables does no policy guard, or is not made to?
SELECT relname
FROM pg_class AS c
WHERE relnamespace = 'public'::regnamespace AND relname = ANY (%(tables)s)
  AND NOT (relrowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid))
ORDER BY relname
