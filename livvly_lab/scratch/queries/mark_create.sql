-- Make room for the mark: what the lab filled in this database, and whether it finished.
CREATE SCHEMA IF NOT EXISTS livvly_lab;
CREATE TABLE IF NOT EXISTS livvly_lab.load (
    parameters jsonb NOT NULL,
    rows jsonb NOT NULL DEFAULT '{}',
    seconds jsonb NOT NULL DEFAULT '{}',
    checks jsonb NOT NULL DEFAULT '[]',
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz
)
