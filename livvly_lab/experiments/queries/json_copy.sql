-- Some rows of a JSON column that have a key.
CREATE TEMPORARY TABLE lab_json ON COMMIT DROP AS
SELECT {column} FROM {table} WHERE jsonb_exists({column}, {key}) LIMIT %(most)s
