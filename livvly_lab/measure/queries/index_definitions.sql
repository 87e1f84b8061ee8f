-- With which statements were these indexes made? One on a partitioned table makes those of its partitions as well.
SELECT replace(pg_get_indexdef(to_regclass(quote_ident(name))), ' ON ONLY ', ' ON ') FROM unnest(%(names)s::text[]) AS name
