-- In which shard does this row stand?
SELECT {shard} FROM {target} AS other WHERE other.{id} = {key}
