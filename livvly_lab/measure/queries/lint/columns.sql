-- What are the columns of these tables: types (that of a domain is its base), defaults, comments?
SELECT
  a.attrelid,
  a.attname,
  base.typname,
  format_type(a.atttypid, a.atttypmod) AS type_says,
  CASE WHEN base.typname = 'numeric' AND typmod > 0 THEN ((typmod - 4) >> 16) & 65535 END AS digits,
  CASE WHEN base.typname = 'numeric' AND typmod > 0 THEN (((typmod - 4) & 2047) # 1024) - 1024 END AS scale,
  pg_get_expr(d.adbin, d.adrelid, true) AS initial,
  col_description(a.attrelid, a.attnum) IS NOT NULL AS commented
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
JOIN pg_type AS base ON base.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
CROSS JOIN LATERAL (SELECT CASE WHEN t.typbasetype = 0 THEN a.atttypmod ELSE t.typtypmod END) AS modifier (typmod)
LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = ANY (%(tables)s::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
