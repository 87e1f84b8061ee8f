-- A table with the columns and key of another, in two partitions by the hash of that key.
CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS, PRIMARY KEY ({key})) PARTITION BY HASH ({key});
CREATE TABLE lab_hashed_0 PARTITION OF {name} FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE lab_hashed_1 PARTITION OF {name} FOR VALUES WITH (MODULUS 2, REMAINDER 1)
