-- Ids drawn in several sources, one after another, none of which knows the others.
CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS
SELECT {value} AS id FROM generate_series(1, %(sources)s) AS source, generate_series(1, %(rows)s / %(sources)s) AS n
