-- A catalogue of many rows that keeps its translations in one jsonb column each, copied from rows that are there.
CREATE TEMPORARY TABLE lab_documents ON COMMIT DROP AS
SELECT (row_number() OVER ())::integer AS id, {column} AS texts
FROM {table}
CROSS JOIN generate_series(1, %(copies)s)
WHERE {column} IS NOT NULL
