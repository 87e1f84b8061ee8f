-- Is an extension installed here? No row where the server does not offer it.
SELECT installed_version IS NOT NULL FROM pg_available_extensions WHERE name = %(name)s
