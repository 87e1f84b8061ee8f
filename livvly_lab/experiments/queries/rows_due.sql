-- How many rows of a table are due at a moment, and how many are not?
SELECT count(*) FILTER (WHERE {due}), count(*) FILTER (WHERE ({due}) IS NOT TRUE) FROM {table}
