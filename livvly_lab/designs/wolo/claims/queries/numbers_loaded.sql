-- in the rows of this run
SELECT 'document numbers that can be read' AS name, 'numbers' AS unit,
       count(*) FILTER (WHERE id_number !~ '^\*{4}.{0,4}$') AS value
FROM {profiles}
