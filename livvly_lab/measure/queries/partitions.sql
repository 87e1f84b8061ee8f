-- Which partitioned table or index does each partition belong to?
SELECT c.relname, r.relname, c.relkind = 'i'
FROM pg_class AS c
JOIN pg_class AS r ON r.oid = pg_partition_root(c.oid)
WHERE c.relispartition AND c.relnamespace = current_schema()::regnamespace
