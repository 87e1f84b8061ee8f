-- Moves a table with its indexes and constraints into a schema.
ALTER TABLE {table} SET SCHEMA {schema}
