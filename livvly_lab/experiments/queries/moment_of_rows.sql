-- A moment computed from the rows of a table.
SELECT {moment} FROM {table}
