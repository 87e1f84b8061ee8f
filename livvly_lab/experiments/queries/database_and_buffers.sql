-- How large are this database and the shared buffers, in bytes?
SELECT pg_database_size(current_database()), pg_size_bytes(current_setting('shared_buffers'))
