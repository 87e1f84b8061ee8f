-- The index that serves the reads, and statistics.
CREATE INDEX ON {copy} (key, newest DESC);
ANALYZE {copy}
