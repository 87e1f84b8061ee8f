-- Which keys stand in more than one row, in whichever shard? Found from the keys alone, in the order of their indexes.
SELECT concat_ws(', ', {found}) AS row,
       d.times,
       (SELECT string_agg(DISTINCT c.tableoid::regclass::text, ' and ') FROM {table} AS c WHERE ({key}) = ({found})) AS in_table
FROM (SELECT {key}, count(*) AS times FROM {table} AS c GROUP BY {key} HAVING count(*) > 1) AS d
