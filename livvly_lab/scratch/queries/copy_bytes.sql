-- How large is this database?
SELECT pg_database_size(oid) FROM pg_database WHERE datname = %(name)s
