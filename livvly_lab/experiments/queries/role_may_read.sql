-- Lets a role read every table, as far as policies allow.
GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}
