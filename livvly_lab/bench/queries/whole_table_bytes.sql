-- How many bytes does each table take, its partitions counted with it: heap and TOAST, without maps and indexes?
SELECT
    coalesce(root.relname, c.relname),
    sum(pg_relation_size(c.oid) + coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)), 0))::bigint
FROM pg_class AS c
LEFT JOIN pg_class AS root ON root.oid = pg_partition_root(c.oid)
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
GROUP BY 1
