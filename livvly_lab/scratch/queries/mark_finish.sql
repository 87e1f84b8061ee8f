-- Note that the load is complete: only from now on may a run trust it.
UPDATE livvly_lab.load
SET rows = %(rows)s, seconds = %(seconds)s, checks = %(checks)s, finished_at = clock_timestamp()
