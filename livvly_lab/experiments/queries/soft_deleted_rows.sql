-- How many rows are soft-deleted?
SELECT count(*) FROM {table} WHERE {deleted} IS NOT NULL
