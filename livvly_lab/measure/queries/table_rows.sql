-- How many rows does this table hold?
SELECT count(*) FROM {table}
