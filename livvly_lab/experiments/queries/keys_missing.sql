-- How many values has a JSON column, and how many of them lack one of some keys?
SELECT count({column}), count(*) FILTER (WHERE NOT jsonb_exists_all({column}, %(keys)s)) FROM {table}
