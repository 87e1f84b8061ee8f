-- How many sessions does the server have under an application's name?
SELECT count(*) FROM pg_stat_activity WHERE application_name = %(name)s
