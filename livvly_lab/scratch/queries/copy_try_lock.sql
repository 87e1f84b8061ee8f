-- Takes the name of a copy, if nobody holds it.
SELECT pg_try_advisory_lock(hashtextextended(%(name)s, 0))
