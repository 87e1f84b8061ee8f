-- An empty table with the columns and indexes of another, partitioned by time.
CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING INDEXES) PARTITION BY RANGE ({at})
