-- How many rows does a table hold?
SELECT count(*) FROM {table}
