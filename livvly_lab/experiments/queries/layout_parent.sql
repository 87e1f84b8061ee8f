-- An empty table with the columns of another, to inherit from.
CREATE TABLE {name} (LIKE {source} INCLUDING DEFAULTS)
