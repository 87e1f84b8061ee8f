-- The latest rows of a key, whatever their month.
SELECT * FROM {table} WHERE {key} = %(key)s ORDER BY {at} DESC LIMIT 50
