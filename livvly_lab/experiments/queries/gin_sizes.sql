-- How many rows does the copy hold, how many bytes does it take, and how many its index?
SELECT (SELECT count(*) FROM lab_gin), pg_table_size('pg_temp.lab_gin'::regclass), pg_relation_size('pg_temp.lab_gin_index'::regclass)
