-- Writes the keys in the order in which they were drawn.
INSERT INTO lab_written SELECT key FROM lab_keys
