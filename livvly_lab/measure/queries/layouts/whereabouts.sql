-- In which physical tables do these rows stand?
SELECT concat_ws('/', {keys}), t.tableoid::regclass::text FROM {table} AS t
WHERE concat_ws('/', {keys}) = ANY ({rows}::text[])
