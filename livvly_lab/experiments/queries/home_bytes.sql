-- How many bytes does each of these tables take, with indexes, TOAST and partitions, in the order they are named?
SELECT
  name,
  (
    SELECT coalesce(sum(pg_total_relation_size(part.relid)), 0)
    FROM pg_partition_tree(to_regclass(quote_ident(name))) AS part
  )::bigint + CASE WHEN c.relkind = 'r' THEN pg_total_relation_size(c.oid) ELSE 0 END
FROM unnest(%(names)s::text[]) WITH ORDINALITY AS named (name, place)
JOIN pg_class AS c ON c.oid = to_regclass(quote_ident(name))
ORDER BY place
