-- Which indexes hold entries behind each index of these tables? Those of the partitions, or the index itself.
SELECT i.relname, coalesce(leaf.relname, i.relname)
FROM unnest(%(names)s::text[]) AS name
JOIN pg_index AS x ON x.indrelid = to_regclass(quote_ident(name))
JOIN pg_class AS i ON i.oid = x.indexrelid
LEFT JOIN pg_partition_tree(i.oid) AS part ON part.isleaf
LEFT JOIN pg_class AS leaf ON leaf.oid = part.relid
ORDER BY i.relname, 2
