-- Lets the planner believe that these relations have so many pages and rows, all of them visible to everybody.
SELECT count(pg_restore_relation_stats(
  'schemaname', current_schema()::text, 'relname', relation_name,
  'relpages', page_count, 'reltuples', row_count::real, 'relallvisible', CASE WHEN is_index THEN 0 ELSE page_count END
))
FROM unnest(%(names)s::text[], %(pages)s::int[], %(rows)s::float8[], %(are_indexes)s::bool[])
  AS relation (relation_name, page_count, row_count, is_index)
