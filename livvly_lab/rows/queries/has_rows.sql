-- Does this table hold a row of its own?
SELECT EXISTS (SELECT FROM ONLY {table})
