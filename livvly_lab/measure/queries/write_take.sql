-- Takes rows out of a table, spread over its pages, and keeps them; none that refers to another one taken.
WITH picked AS MATERIALIZED (
  SELECT *, tableoid AS livvly_lab_home, ctid AS livvly_lab_place
  FROM {table}
  ORDER BY md5(tableoid::text || ctid::text)
  LIMIT {rows}
), gone AS (
  DELETE FROM {table} AS item
  WHERE (tableoid, ctid) IN (SELECT livvly_lab_home, livvly_lab_place FROM picked)
    AND NOT EXISTS (SELECT FROM picked WHERE {within})
  RETURNING {columns}
)
INSERT INTO {batch} SELECT * FROM gone
