-- How many updates of this table has this session counted as HOT so far?
SELECT pg_stat_get_xact_tuples_hot_updated(to_regclass(quote_ident(%(table)s)))
