-- Gives a row what a unique key holds of another one.
UPDATE {table} SET ({columns}) = (SELECT {columns} FROM {other} WHERE {one}) WHERE {two}
