-- How many rows does an index hold, and how many of its keys differ?
SELECT count(*), count(DISTINCT ROW({keys})) FROM {table} WHERE {predicate}
