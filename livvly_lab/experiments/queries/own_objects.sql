-- What stands in a database that is no part of PostgreSQL itself or of an extension: kind and identity of each object?
SELECT DISTINCT o.type, o.identity
FROM (
  SELECT 'pg_class'::regclass AS classid, oid AS objid FROM pg_class
  UNION ALL SELECT 'pg_proc'::regclass, oid FROM pg_proc
  UNION ALL SELECT 'pg_type'::regclass, oid FROM pg_type WHERE typtype <> 'c' AND typcategory <> 'A'
  UNION ALL SELECT 'pg_constraint'::regclass, oid FROM pg_constraint
  UNION ALL SELECT 'pg_trigger'::regclass, oid FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT 'pg_policy'::regclass, oid FROM pg_policy
  UNION ALL SELECT 'pg_namespace'::regclass, oid FROM pg_namespace
  UNION ALL SELECT 'pg_extension'::regclass, oid FROM pg_extension
) AS each
CROSS JOIN LATERAL pg_identify_object(each.classid, each.objid, 0) AS o
WHERE each.objid >= 16384
  AND o.schema IS DISTINCT FROM 'pg_toast'
  AND NOT EXISTS (
    SELECT FROM pg_depend AS d WHERE d.classid = each.classid AND d.objid = each.objid AND d.deptype = 'e'
  )
