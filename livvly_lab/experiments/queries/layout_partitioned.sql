-- An empty hash-partitioned table with the columns and keys of another.
CREATE TABLE {name} (LIKE {source} INCLUDING DEFAULTS, PRIMARY KEY ({key})) PARTITION BY HASH ({key})
