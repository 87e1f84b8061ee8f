-- How many bytes has a table or an index, without TOAST and indexes of its own?
SELECT pg_relation_size(%(name)s::regclass)
