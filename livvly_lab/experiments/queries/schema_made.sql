-- A schema for one section.
CREATE SCHEMA {schema}
