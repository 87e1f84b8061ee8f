-- Writes rows in bulk.
COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)
