-- Lets a child go its own way.
ALTER TABLE {child} NO INHERIT {table}
