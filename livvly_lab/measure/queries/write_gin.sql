-- Which indexes of a table keep a list of pending entries? Those of partitions, where it has any.
SELECT coalesce(leaf.relid, x.indexrelid)::regclass::text
FROM pg_index AS x
JOIN pg_class AS i ON i.oid = x.indexrelid
JOIN pg_am AS a ON a.oid = i.relam
LEFT JOIN pg_partition_tree(x.indexrelid) AS leaf ON leaf.isleaf
WHERE x.indrelid = to_regclass(quote_ident(%(table)s)) AND a.amname = 'gin'
