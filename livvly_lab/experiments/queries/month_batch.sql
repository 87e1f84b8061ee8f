-- Rows to write again, under new keys.
CREATE TEMPORARY TABLE lab_batch ON COMMIT DROP AS SELECT {values} FROM {source} AS item LIMIT 1000
