-- Makes the table that holds the rows taken out.
CREATE TEMPORARY TABLE {batch} AS SELECT {columns} FROM {table} LIMIT 0
