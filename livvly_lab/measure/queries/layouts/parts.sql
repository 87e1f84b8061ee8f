-- Of how many tables, indexes and foreign keys of its own is this schema made?
SELECT
  (SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace),
  (SELECT count(*) FROM pg_class WHERE relkind IN ('i', 'I') AND relnamespace = current_schema()::regnamespace),
  (
    SELECT count(*) FROM pg_constraint
    WHERE contype = 'f' AND conparentid = 0 AND connamespace = current_schema()::regnamespace
  )
