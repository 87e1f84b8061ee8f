-- How many locks on tables and indexes of this schema does this transaction hold, and how many outside its fast path?
SELECT count(*), count(*) FILTER (WHERE NOT l.fastpath)
FROM pg_locks AS l
JOIN pg_class AS c ON c.oid = l.relation
WHERE l.pid = pg_backend_pid()
  AND l.locktype = 'relation'
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND c.relnamespace = current_schema()::regnamespace
