-- How many bytes do the entries of these heaps and B-trees take within their pages?
SELECT
  c.oid::bigint,
  CASE a.amname
    WHEN 'btree' THEN (
      SELECT CASE WHEN s.leaf_pages > 0 THEN s.leaf_pages * %(leaf_room)s * s.avg_leaf_density / 100 ELSE 0 END
      FROM pgstatindex(c.oid) AS s
    )
    ELSE (
      SELECT greatest((c.relpages - greatest(c.relpages - c.relallvisible, 0)) * %(heap_room)s - s.free_space, 0)
      FROM pgstattuple(c.oid) AS s
    )
  END::float8 AS filled_bytes
FROM unnest(%(oids)s::bigint[]) AS those
JOIN pg_class AS c ON c.oid = those::oid
JOIN pg_am AS a ON a.oid = c.relam AND a.amname IN ('heap', 'btree')
