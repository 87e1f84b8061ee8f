-- Copies every row whose second party lives in this shard.
INSERT INTO {inbox} ({columns})
SELECT {item_columns} FROM {table} AS item JOIN {target} AS other ON other.{target_id} = item.{column}
WHERE {shard_of_other} = {shard}
