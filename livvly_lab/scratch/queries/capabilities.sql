-- What a server is and has: version, encoding, rights, extensions, and functions that not every server has.
SELECT
    current_setting('server_version') AS version,
    current_setting('server_version_num')::integer AS version_num,
    current_setting('server_encoding') AS encoding,
    pg_is_in_recovery() AS read_only,
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
    (SELECT datctype NOT IN ('C', 'POSIX') FROM pg_database WHERE datname = current_database()) AS knows_letters,
    EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') AS has_pg_trgm,
    EXISTS (
        SELECT FROM pg_available_extension_versions AS extension, pg_roles AS role
        WHERE extension.name = 'pg_trgm' AND role.rolname = current_user
          AND (role.rolsuper OR (extension.trusted AND has_database_privilege(current_database(), 'CREATE')))
    ) AS may_create_pg_trgm,
    EXISTS (SELECT FROM pg_settings WHERE name = 'pg_stat_statements.max') AS counts_statements,
    EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pgstattuple') AS has_pgstattuple,
    to_regprocedure('crc32(bytea)') IS NOT NULL AS has_crc32,
    EXISTS (SELECT FROM pg_proc WHERE proname = 'pg_restore_relation_stats') AS restores_statistics
