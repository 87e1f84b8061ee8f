-- Lets go of the name of a copy.
SELECT pg_advisory_unlock(hashtextextended(%(name)s, 0))
