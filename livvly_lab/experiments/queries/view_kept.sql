-- Keeps the rows of a view ready.
CREATE MATERIALIZED VIEW {kept} AS SELECT * FROM {view}
