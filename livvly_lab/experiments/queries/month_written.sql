-- Writes them.
INSERT INTO {name} SELECT * FROM lab_batch
