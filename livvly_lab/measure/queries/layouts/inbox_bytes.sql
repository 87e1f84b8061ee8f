-- How many bytes do these tables take, with their indexes and TOAST?
SELECT coalesce(sum(pg_total_relation_size(to_regclass(quote_ident(name)))), 0)::bigint FROM unnest(%(names)s::text[]) AS name
