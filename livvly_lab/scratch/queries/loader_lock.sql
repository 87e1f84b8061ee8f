-- May this session load the database? The lock (the letters "livv") ends with the session.
SELECT pg_try_advisory_lock(x'6c697676'::int)
