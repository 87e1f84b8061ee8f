-- A statement that takes as long as it is told, to be found in the statistics.
SELECT pg_sleep(%(seconds)s::double precision) AS lab_slow_statement
