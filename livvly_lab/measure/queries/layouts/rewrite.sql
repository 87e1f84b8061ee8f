-- Changes one row into one that names nobody.
UPDATE {table} SET {column} = {nobody} WHERE {one}
