"""Questions to the server, one per .sql file."""
