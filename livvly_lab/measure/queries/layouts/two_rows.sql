-- Which are the first two rows of this physical table, or of its partitions, that a unique key covers?
SELECT tableoid::bigint, ctid::text FROM {home} WHERE {there} ORDER BY {keys} LIMIT 2
