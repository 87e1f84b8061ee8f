-- Which keys stand in more than one row, in whichever shard? Found from the keys alone, in the order of their indexes.
SELECT d.key::text AS row,
       d.times,
       (SELECT string_agg(DISTINCT c.tableoid::regclass::text, ' and ') FROM {table} AS c WHERE c.{key} = d.key) AS in_table
FROM (SELECT k.{key} AS key, count(*) AS times FROM {table} AS k GROUP BY k.{key} HAVING count(*) > 1) AS d
