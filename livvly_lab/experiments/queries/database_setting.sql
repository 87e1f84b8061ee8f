-- Which value has a setting on this database, whoever connects? The text is name=value.
SELECT setting
FROM pg_db_role_setting AS given, unnest(given.setconfig) AS setting
WHERE given.setrole = 0
  AND given.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND starts_with(lower(setting), lower(%(prefix)s))
