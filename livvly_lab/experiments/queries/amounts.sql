-- A temporary table of one column with many values of a type.
CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS
SELECT ({value})::{type} AS amount FROM generate_series(1, %(rows)s) AS n
