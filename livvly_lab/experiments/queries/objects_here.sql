-- Every object of the design's schema by kind and name; shards and partitions go by the name of what they are part of.
WITH relation AS (
    SELECT c.oid, c.relkind, regexp_replace(c.relname, '_(shard_|p|s)[0-9]+$', '') AS name
    FROM pg_class AS c
    WHERE c.relnamespace = %(schema)s::regnamespace
)
SELECT CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' ELSE 'table' END, name FROM relation WHERE relkind IN ('r', 'p', 'v', 'm')
UNION
SELECT 'index', name FROM relation WHERE relkind IN ('i', 'I')
UNION
SELECT 'column', r.name || '.' || a.attname
FROM relation AS r JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE r.relkind IN ('r', 'p')
UNION
SELECT 'constraint', regexp_replace(k.conname, '_(p|s)[0-9]+$', '') FROM pg_constraint AS k JOIN relation AS r ON r.oid = k.conrelid
UNION
SELECT 'trigger', t.tgname || ' on ' || r.name FROM pg_trigger AS t JOIN relation AS r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION
SELECT 'policy', p.polname || ' on ' || r.name FROM pg_policy AS p JOIN relation AS r ON r.oid = p.polrelid
UNION
SELECT 'function', p.proname FROM pg_proc AS p WHERE p.pronamespace = %(schema)s::regnamespace
