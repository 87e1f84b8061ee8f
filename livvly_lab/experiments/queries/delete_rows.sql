-- Deletes rows by their keys.
DELETE FROM {table} WHERE {key} = ANY(%(ids)s)
