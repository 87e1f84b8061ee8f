-- A copy of rows with a GIN index on a jsonb column; where rows are copied several times, their texts differ.
CREATE TEMPORARY TABLE lab_gin ON COMMIT DROP AS
SELECT
  {others},
  CASE
    WHEN copy = 1 OR jsonb_typeof({column}) <> 'object' THEN {column}
    ELSE (
      SELECT jsonb_object_agg(key, CASE jsonb_typeof(value) WHEN 'string' THEN to_jsonb((value #>> '{{}}') || copy) ELSE value END)
      FROM jsonb_each({column})
    )
  END AS {column}
FROM {table}
CROSS JOIN generate_series(1, {copies}) AS copy
WHERE {column} IS NOT NULL
LIMIT {rows};

CREATE INDEX lab_gin_index ON lab_gin USING gin ({column})
