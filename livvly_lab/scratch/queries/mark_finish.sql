-- Note that the load is complete, and what it takes on disk: only from now on may a run trust it.
UPDATE livvly_lab.load
SET rows = %(rows)s, seconds = %(seconds)s, checks = %(checks)s, finished_at = clock_timestamp(),
    bytes = pg_database_size(current_database()) - empty_bytes
RETURNING bytes
