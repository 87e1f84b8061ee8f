-- Note that all rows are there; keys and indexes are not yet.
UPDATE livvly_lab.load SET rows = %(rows)s, seconds = %(seconds)s, copied_at = clock_timestamp()
