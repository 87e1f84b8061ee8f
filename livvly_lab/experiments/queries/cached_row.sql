-- The cached row of somebody.
SELECT * FROM {cache} WHERE {cache_key} = %(id)s
