-- Which extensions could be created on this server?
SELECT name FROM pg_available_extensions
