-- A copy of some columns of a table, as wide as its rows, with so many rows: more keys, as many rows of each.
CREATE TEMPORARY TABLE {copy} ON COMMIT DROP AS
WITH own AS (SELECT {key} AS key, {newest} AS newest, pg_column_size(t) AS width FROM {table} AS t LIMIT 5000)
SELECT md5(o.key::text || n)::uuid AS key, o.newest, repeat('x', greatest(o.width - 40, 1)) AS filler
FROM generate_series(1, (%(rows)s / greatest((SELECT count(*) FROM own), 1) + 1)::int) AS n
CROSS JOIN own AS o
LIMIT %(rows)s
