-- Sends rows of a table.
COPY (SELECT {columns} FROM {table} LIMIT {rows}) TO STDOUT (FORMAT binary)
