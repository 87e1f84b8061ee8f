-- Writes all rows of a sample with one statement.
INSERT INTO {target} ({columns}) SELECT {columns} FROM {sample}
