-- Which table holds most rows of this one: its largest partition, or itself?
SELECT coalesce(
  (
    SELECT leaf.relname
    FROM pg_partition_tree(to_regclass(quote_ident(%(table)s))) AS part
    JOIN pg_class AS leaf ON leaf.oid = part.relid
    WHERE part.isleaf
    ORDER BY pg_relation_size(part.relid) DESC, leaf.relname
    LIMIT 1
  ),
  %(table)s
)
