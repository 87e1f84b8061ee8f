-- How many connections does this server take?
SELECT current_setting('max_connections')::integer
