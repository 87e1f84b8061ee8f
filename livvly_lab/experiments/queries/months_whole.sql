-- An empty table with the columns and indexes of another.
CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING INDEXES)
