-- Takes rows out of a table, spread over its pages, and keeps them.
WITH gone AS (
  DELETE FROM {table}
  WHERE (tableoid, ctid) IN (SELECT tableoid, ctid FROM {table} ORDER BY md5(tableoid::text || ctid::text) LIMIT {rows})
  RETURNING {columns}
)
INSERT INTO {batch} SELECT * FROM gone
