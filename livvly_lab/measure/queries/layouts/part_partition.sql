-- Lets a partition go its own way.
ALTER TABLE {table} DETACH PARTITION {child}
