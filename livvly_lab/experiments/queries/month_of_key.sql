-- The rows of a key in one month.
SELECT * FROM {table} WHERE {key} = %(key)s AND {at} >= {first} AND {at} < {after} ORDER BY {at} DESC
