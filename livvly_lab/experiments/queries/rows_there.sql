-- Has a table any row?
SELECT EXISTS (SELECT FROM {table})
