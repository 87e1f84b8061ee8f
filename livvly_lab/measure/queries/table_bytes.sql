-- How many bytes do these tables take: heap with its maps, indexes, TOAST? Partitions count with their table.
SELECT
  name,
  sum(pg_table_size(c.oid) - toast.size_bytes)::bigint AS heap_bytes,
  sum(pg_indexes_size(c.oid))::bigint AS index_bytes,
  sum(toast.size_bytes)::bigint AS toast_bytes
FROM unnest(%(names)s::text[]) AS name
CROSS JOIN to_regclass(quote_ident(name)) AS whole
LEFT JOIN pg_partition_tree(whole) AS part ON part.isleaf
JOIN pg_class AS c ON c.oid = coalesce(part.relid, whole)
CROSS JOIN LATERAL (
  SELECT coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0) AS size_bytes
) AS toast
GROUP BY name
