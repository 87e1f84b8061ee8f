-- How many bytes does a table take with its indexes?
SELECT pg_total_relation_size(to_regclass(quote_ident(%(name)s)))
