-- An empty table with the columns of another.
CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS)
