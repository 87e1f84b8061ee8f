-- An empty table with the columns, checks and all indexes of another, temporary but logged as any.
CREATE TABLE {name} (LIKE {table} INCLUDING ALL)
