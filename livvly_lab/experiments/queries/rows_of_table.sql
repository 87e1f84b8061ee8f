-- Some rows of a table, each column as text.
SELECT {columns} FROM {table} LIMIT {rows}
