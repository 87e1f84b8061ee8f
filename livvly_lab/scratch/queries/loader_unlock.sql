-- This session has loaded the database.
SELECT pg_advisory_unlock(x'6c697676'::int)
