-- An empty table with the columns of another, partitioned by time, with the key that this allows.
CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS, PRIMARY KEY ({key}, {at})) PARTITION BY RANGE ({at})
