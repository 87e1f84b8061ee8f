-- Adds a partition to a table partitioned by hash.
CREATE TABLE {child} PARTITION OF {table} FOR VALUES WITH (MODULUS {modulus}, REMAINDER {remainder})
