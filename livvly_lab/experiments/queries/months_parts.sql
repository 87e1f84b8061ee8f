-- An empty table with the columns of another, partitioned by time.
CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS) PARTITION BY RANGE ({at})
