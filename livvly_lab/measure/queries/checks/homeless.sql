-- Which rows stand in the abstract parent, in no shard?
SELECT {name} AS in_table, c.{key}::text AS row, {belongs} AS belongs_to_shard, {says} AS says_shard
FROM ONLY {table} AS c
