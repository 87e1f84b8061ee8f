-- How many bytes takes a value of a type?
SELECT pg_column_size(value) FROM (SELECT ({value})::{type} AS value FROM generate_series(1, 1) AS n) AS one
