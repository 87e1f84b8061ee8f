-- The rows that would be kept for each of some keys.
CREATE TEMPORARY TABLE lab_read ON COMMIT DROP AS {copy}
