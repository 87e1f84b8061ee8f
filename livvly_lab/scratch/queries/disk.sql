-- Where the server keeps its data (NULL where the role may not know), and how many bytes the database has already.
SELECT
  (SELECT setting FROM pg_settings WHERE name = 'data_directory') AS data_directory,
  pg_database_size(current_database()) AS database_bytes
