-- Does the server time statements, and may this role read of them here?
SELECT to_regclass('pg_stat_statements') IS NOT NULL
  AND current_setting('pg_stat_statements.track', true) IS NOT NULL
