-- End what sessions of a loader that is gone still do here; only one loader is at work, and it asks.
SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = %(name)s AND pid <> pg_backend_pid()
