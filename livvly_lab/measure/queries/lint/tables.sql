-- Which tables of users are there, what do they inherit from, how large are they? Partitions count with their table.
SELECT
  c.oid,
  n.nspname,
  c.relname,
  (
    SELECT CASE WHEN pn.nspname = 'public' THEN p.relname ELSE pn.nspname || '.' || p.relname END
    FROM pg_inherits AS h
    JOIN pg_class AS p ON p.oid = h.inhparent
    JOIN pg_namespace AS pn ON pn.oid = p.relnamespace
    WHERE h.inhrelid = c.oid
    ORDER BY h.inhseqno
    LIMIT 1
  ) AS parent,
  ARRAY(
    SELECT a.attname::text
    FROM pg_partitioned_table AS t
    JOIN pg_attribute AS a ON a.attrelid = t.partrelid AND a.attnum = ANY (t.partattrs::int2[])
    WHERE t.partrelid = c.oid
  ) AS partition_key,
  obj_description(c.oid, 'pg_class') IS NOT NULL AS commented,
  size.row_count,
  size.size_bytes,
  has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
  SELECT
    CASE
      WHEN bool_and(leaf.reltuples >= 0 OR pg_relation_size(leaf.oid) = 0)
      THEN sum(greatest(leaf.reltuples, 0))::bigint
    END AS row_count,
    sum(pg_total_relation_size(leaf.oid))::bigint AS size_bytes
  FROM (SELECT part.relid FROM pg_partition_tree(c.oid) AS part WHERE part.isleaf UNION SELECT c.oid) AS own (oid)
  JOIN pg_class AS leaf ON leaf.oid = own.oid
  WHERE leaf.relkind <> 'p'
) AS size
WHERE c.relkind IN ('r', 'p')
  AND NOT c.relispartition
  AND c.relpersistence <> 't'
  AND n.nspname NOT IN ('information_schema', 'livvly_lab')
  AND n.nspname !~ '^pg_'
  AND NOT EXISTS (
    SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
  )
ORDER BY n.nspname, c.relname
