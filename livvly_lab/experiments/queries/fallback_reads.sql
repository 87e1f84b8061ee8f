-- With a language missing, and with it empty: how many reads, and how many give the text of the fallback?
SELECT
  count(*),
  count(*) FILTER (WHERE {read_missing} IS NOT DISTINCT FROM {column} ->> %(fallback)s),
  count(*) FILTER (WHERE {read_empty} IS NOT DISTINCT FROM {column} ->> %(fallback)s),
  count(*) FILTER (WHERE NOT {column} ? %(language)s)
FROM {table}
WHERE {column} ? %(fallback)s
