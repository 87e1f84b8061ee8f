-- In how many tables does this transaction hold a lock as a writer of rows?
SELECT count(DISTINCT l.relation)
FROM pg_locks AS l
JOIN pg_class AS c ON c.oid = l.relation AND c.relkind IN ('r', 'p')
WHERE l.pid = pg_backend_pid() AND l.mode = 'RowExclusiveLock'
