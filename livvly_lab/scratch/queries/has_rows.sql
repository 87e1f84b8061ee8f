-- Does the table hold a row?
SELECT EXISTS (SELECT FROM {table})
