-- Which partitions does this table have, from when to when, and which one takes all other rows?
SELECT c.relname,
       extract(epoch FROM substring(bound.text FROM 'FROM \(''([^'']+)''\)')::timestamptz)::bigint,
       extract(epoch FROM substring(bound.text FROM 'TO \(''([^'']+)''\)')::timestamptz)::bigint
FROM pg_inherits AS i
JOIN pg_class AS c ON c.oid = i.inhrelid
CROSS JOIN LATERAL pg_get_expr(c.relpartbound, c.oid) AS bound (text)
WHERE i.inhparent = to_regclass(%(table)s)
ORDER BY 2
