-- Takes rows into a table.
COPY {table} ({columns}) FROM STDIN (FORMAT binary)
