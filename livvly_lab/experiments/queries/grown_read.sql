-- The newest rows of one key.
SELECT * FROM {copy} WHERE key = %(key)s ORDER BY newest DESC LIMIT 20
