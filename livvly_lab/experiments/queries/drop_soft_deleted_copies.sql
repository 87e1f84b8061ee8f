-- Makes room for the next copies.
DROP TABLE IF EXISTS lab_full, lab_partial
