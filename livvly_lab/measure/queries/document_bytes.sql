-- How many bytes does an index take?
SELECT pg_relation_size(%(index)s::regclass)
