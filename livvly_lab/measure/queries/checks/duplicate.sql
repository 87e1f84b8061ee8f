-- Which keys stand in more than one row, in whichever shard?
SELECT concat_ws(', ', {key}) AS row, count(*) AS times, string_agg(DISTINCT c.tableoid::regclass::text, ' and ') AS in_table
FROM {table} AS c
GROUP BY {key}
HAVING count(*) > 1
