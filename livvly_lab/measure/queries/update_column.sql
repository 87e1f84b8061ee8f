-- Changes one column of these rows.
UPDATE {table} AS item SET {column} = {value} WHERE ctid = ANY (%(rows)s::tid[])
