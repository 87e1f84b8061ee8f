-- Moves one row from one physical table to another.
WITH gone AS (
  DELETE FROM {here} WHERE ctid = (SELECT ctid FROM {here} ORDER BY {keys} LIMIT 1 OFFSET {place}) RETURNING *
)
INSERT INTO {there} ({columns}) SELECT {columns} FROM gone
