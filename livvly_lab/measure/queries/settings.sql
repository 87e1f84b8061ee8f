-- How is this server set where it matters to plans and their times? What it does not know is left out.
SELECT name, current_setting(name, true) AS value
FROM unnest(%(names)s::text[]) AS name
WHERE current_setting(name, true) IS NOT NULL
UNION ALL
SELECT 'jit_available', pg_jit_available()::text
UNION ALL
SELECT 'lc_ctype', datctype
FROM pg_database
WHERE datname = current_database()
ORDER BY name
