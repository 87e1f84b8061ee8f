-- One hash partition.
CREATE TABLE {name} PARTITION OF lab_partitioned FOR VALUES WITH (MODULUS {shards}, REMAINDER {shard})
