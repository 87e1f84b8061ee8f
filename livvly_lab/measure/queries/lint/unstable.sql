-- Of which of these functions, by name and number of arguments, is no variant IMMUTABLE?
SELECT called.name, called.arguments
FROM unnest(%(names)s::text[], %(arguments)s::int[]) AS called (name, arguments)
JOIN pg_proc AS p ON p.proname = called.name AND p.pronargs = called.arguments
GROUP BY called.name, called.arguments
HAVING bool_and(p.provolatile <> 'i')
