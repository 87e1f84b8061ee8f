-- Make room for the mark: what the lab filled in this database, how far it came, and whether it finished.
CREATE SCHEMA IF NOT EXISTS livvly_lab;
CREATE TABLE IF NOT EXISTS livvly_lab.load (
    parameters jsonb NOT NULL,
    rows jsonb NOT NULL DEFAULT '{}',
    seconds jsonb NOT NULL DEFAULT '{}',
    checks jsonb NOT NULL DEFAULT '[]',
    estimated_bytes bigint,
    bytes bigint,
    empty_bytes bigint NOT NULL DEFAULT pg_database_size(current_database()),
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    copied_at timestamptz,
    finished_at timestamptz
);
CREATE TABLE IF NOT EXISTS livvly_lab.built (statement text PRIMARY KEY)
