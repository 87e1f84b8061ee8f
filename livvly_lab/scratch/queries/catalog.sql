-- What stands in a schema: kind, name, owner (its table, or what is commented on) and definition, as PostgreSQL prints it.
WITH relation AS (
    SELECT c.oid, c.relname, c.relkind, c.relpartbound
    FROM pg_class AS c
    WHERE c.relnamespace = to_regnamespace(%(schema)s)
        AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
), function AS (
    SELECT p.*
    FROM pg_proc AS p
    WHERE p.pronamespace = to_regnamespace(%(schema)s)
        AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')
)
SELECT 'table' AS kind, r.relname::text AS name, r.relname::text AS owner, concat_ws(
    ' | ',
    CASE r.relkind WHEN 'p' THEN 'partitioned by ' || pg_get_partkeydef(r.oid) END,
    (SELECT 'below ' || string_agg(i.inhparent::regclass::text, ', ') FROM pg_inherits AS i WHERE i.inhrelid = r.oid),
    pg_get_expr(r.relpartbound, r.oid)
) AS definition
FROM relation AS r
WHERE r.relkind IN ('r', 'p')
UNION ALL
SELECT 'column', r.relname || '.' || a.attname, r.relname, concat_ws(
    ' | ',
    format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attnotnull THEN 'not null' END,
    'default ' || (
        SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef AS d WHERE d.adrelid = r.oid AND d.adnum = a.attnum
    )
)
FROM relation AS r
JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE r.relkind IN ('r', 'p')
UNION ALL
SELECT 'constraint', k.conname || ' of ' || r.relname, r.relname, concat_ws(
    ' | ', pg_get_constraintdef(k.oid, true), CASE WHEN NOT k.convalidated THEN 'not validated' END
)
FROM relation AS r
JOIN pg_constraint AS k ON k.conrelid = r.oid AND k.contype IN ('c', 'f', 'p', 'u', 'x')
UNION ALL
SELECT 'index', r.relname, t.relname, concat_ws(
    ' | ',
    pg_get_indexdef(r.oid, 0, true),
    CASE WHEN NOT x.indisvalid THEN 'invalid' END
)
FROM relation AS r
JOIN pg_index AS x ON x.indexrelid = r.oid
JOIN pg_class AS t ON t.oid = x.indrelid
UNION ALL
SELECT 'trigger', g.tgname || ' of ' || r.relname, r.relname, pg_get_triggerdef(g.oid, true)
FROM relation AS r
JOIN pg_trigger AS g ON g.tgrelid = r.oid AND NOT g.tgisinternal
UNION ALL
SELECT 'view', r.relname, NULL, pg_get_viewdef(r.oid, true)
FROM relation AS r
WHERE r.relkind IN ('v', 'm')
UNION ALL
SELECT 'function', f.oid::regprocedure::text, NULL, concat_ws(
    ' | ',
    f.prokind,
    f.provolatile,
    pg_get_function_arguments(f.oid),
    pg_get_function_result(f.oid),
    f.prosrc,
    pg_get_function_sqlbody(f.oid)
)
FROM function AS f
UNION ALL
SELECT 'comment', 'on ' || c.kind || ' ' || c.name, c.name, c.comment
FROM (
    SELECT CASE WHEN r.relkind IN ('r', 'p') THEN 'table' WHEN r.relkind IN ('i', 'I') THEN 'index' ELSE 'view' END,
        r.relname, obj_description(r.oid, 'pg_class')
    FROM relation AS r
    UNION ALL
    SELECT 'column', r.relname || '.' || a.attname, col_description(r.oid, a.attnum)
    FROM relation AS r
    JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0
    UNION ALL
    SELECT 'function', f.oid::regprocedure::text, obj_description(f.oid, 'pg_proc')
    FROM function AS f
) AS c (kind, name, comment)
WHERE c.comment IS NOT NULL
