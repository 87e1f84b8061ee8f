-- Rows to write again.
CREATE TEMPORARY TABLE lab_batch ON COMMIT DROP AS SELECT * FROM {source} LIMIT 2000
