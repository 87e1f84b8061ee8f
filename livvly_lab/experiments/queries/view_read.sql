-- Reads the rows of a view by key.
SELECT * FROM {view} WHERE {key} = %(key)s
