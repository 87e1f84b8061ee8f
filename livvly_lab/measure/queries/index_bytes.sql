-- How many bytes does each index of these tables take? Those of partitions count with the index they belong to.
SELECT
  name,
  i.relname,
  sum(pg_table_size(coalesce(part.relid, i.oid)))::bigint AS index_bytes,
  EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x')) AS is_key
FROM unnest(%(names)s::text[]) AS name
JOIN pg_index AS x ON x.indrelid = to_regclass(quote_ident(name))
JOIN pg_class AS i ON i.oid = x.indexrelid
LEFT JOIN pg_partition_tree(i.oid) AS part ON part.isleaf
GROUP BY name, i.oid, i.relname
ORDER BY name, i.relname
