-- Copies all rows into another table.
INSERT INTO {name} SELECT * FROM {source}
