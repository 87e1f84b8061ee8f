-- In which physical tables do these rows stand?
SELECT t.{id}::text, t.tableoid::regclass::text FROM {table} AS t WHERE t.{id}::text = ANY ({ids}::text[])
