-- How many bytes do the translations of each row take, as they are stored?
SELECT ctid::text, pg_column_size({column}) FROM {table} WHERE {column} IS NOT NULL
