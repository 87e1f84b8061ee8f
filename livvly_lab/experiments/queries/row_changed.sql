-- Changes a column of one row.
UPDATE {table} SET {column} = {value} WHERE {key} = %(id)s
