-- Keys drawn by several sources, one key of each after the other; none knows the others.
CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS
SELECT ({value})::{type} AS key
FROM generate_series(1, %(rows)s / %(sources)s) AS n, generate_series(1, %(sources)s) AS source
