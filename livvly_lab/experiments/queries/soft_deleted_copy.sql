-- How many rows do the copies hold, how many bytes does each index take?
SELECT (SELECT count(*) FROM lab_full), pg_relation_size('pg_temp.lab_full_index'::regclass),
       pg_relation_size('pg_temp.lab_partial_index'::regclass)
