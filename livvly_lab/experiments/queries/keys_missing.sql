-- How many rows has a table, and in how many of them does a JSON column lack one of some keys?
SELECT count(*), count(*) FILTER (WHERE NOT coalesce(jsonb_exists_all({column}, %(keys)s), false)) FROM {table}
