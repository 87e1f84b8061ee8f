-- Which columns of the server's statistics keep a percentile, a quantile or a histogram of times?
SELECT c.relname, a.attname
FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('v', 'm') AND c.relname LIKE 'pg\_stat\_%' AND c.relname <> 'pg_stats' AND c.relname <> 'pg_stats_ext'
  AND (a.attname ~ '(^|_)p9[0-9]|percentile|quantile|histogram' OR a.attname = 'resp_calls')
ORDER BY 1, 2
