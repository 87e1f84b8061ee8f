-- Which rows of this table have this key, in the shard of this number?
SELECT * FROM {table} AS t WHERE t.{key} = {value} AND t.{number} = {shard}
