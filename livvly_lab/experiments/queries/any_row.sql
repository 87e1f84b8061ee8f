-- One row of a table, always the same.
SELECT to_jsonb(item) FROM {table} AS item ORDER BY item.{key} LIMIT 1
