-- Who may bring anything, by what each row of a table is sharded by, and whether one that brings nothing counts.
SELECT {id} AS id, {shard} AS shard, ({among}) AS could FROM {table}
