-- The newest live rows of one key.
SELECT * FROM {table} WHERE {key} = %(key)s AND {deleted} IS NULL ORDER BY {newest} DESC LIMIT 20
