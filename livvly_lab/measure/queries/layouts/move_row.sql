-- Moves one row from one physical table to another.
WITH gone AS (
  DELETE FROM {here} WHERE {id} = (SELECT {id} FROM {here} ORDER BY {id} LIMIT 1 OFFSET {place}) RETURNING *
)
INSERT INTO {there} ({columns}) SELECT {columns} FROM gone
