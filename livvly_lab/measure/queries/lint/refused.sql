-- How many rows of this table itself does a CHECK refuse that was never validated?
SELECT count(*) FROM ONLY {table} WHERE NOT ({expression})
