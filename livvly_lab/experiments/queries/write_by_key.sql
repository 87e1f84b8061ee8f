-- Writes one row, with the value it has.
UPDATE {table} SET {key} = {key} WHERE {key} = %(key)s
