-- How is one row looked up by its key?
EXPLAIN (FORMAT JSON, SUMMARY) SELECT * FROM {name} WHERE {key} = '00000000-0000-4000-8000-000000000001'::uuid
