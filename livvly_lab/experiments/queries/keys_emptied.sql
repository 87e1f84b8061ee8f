-- An empty table with a primary key of this type.
DROP TABLE IF EXISTS pg_temp.lab_written;
CREATE TEMPORARY TABLE lab_written (key {type} PRIMARY KEY) ON COMMIT DROP
