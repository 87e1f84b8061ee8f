-- Keeps the first rows of a table, by key, as they are.
CREATE TEMP TABLE {sample} AS SELECT {columns} FROM {table} ORDER BY {keys} LIMIT {rows}
