-- How many bytes does the copy take, and how many of them hold no live row?
SELECT table_len, dead_tuple_len + free_space FROM pgstattuple('pg_temp.lab_churned'::regclass)
