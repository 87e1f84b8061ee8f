-- An empty table with the columns and checks of another and its primary key alone.
CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY ({key}))
