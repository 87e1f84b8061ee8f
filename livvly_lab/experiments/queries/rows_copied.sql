-- Some rows of a table, to be written again.
CREATE TEMPORARY TABLE lab_rows ON COMMIT DROP AS SELECT * FROM {table} LIMIT %(most)s
