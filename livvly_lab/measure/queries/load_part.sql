-- What each user brings through the rows of one table.
SELECT {key} AS bringer, ({amount})::numeric AS brought FROM {table} GROUP BY {key}
