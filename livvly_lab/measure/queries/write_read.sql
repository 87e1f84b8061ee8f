-- Reads the rows taken out as a COPY would send them.
COPY (SELECT {columns} FROM {batch}) TO STDOUT (FORMAT BINARY)
