-- Writes the copied rows into a table.
INSERT INTO {name} SELECT * FROM lab_rows
