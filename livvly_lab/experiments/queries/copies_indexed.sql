-- Gives the copies their index, and the planner its statistics.
CREATE INDEX ON lab_read ({key}, created_at DESC);
ANALYZE lab_read
