-- Lets a role use the schema.
GRANT USAGE ON SCHEMA public TO {role}
