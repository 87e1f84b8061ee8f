-- Which rows of this shard belong to another one, or say that they do?
SELECT {name} AS in_table, c.{key}::text AS row, {belongs} AS belongs_to_shard, {says} AS says_shard
FROM ONLY {table} AS c
WHERE {says} <> {shard} OR (c.{shard_key} IS NOT NULL AND {belongs} <> {shard})
