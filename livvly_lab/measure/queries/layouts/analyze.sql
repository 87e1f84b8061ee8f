-- Gives the planner its statistics of one table, and lets index-only scans trust it.
VACUUM (ANALYZE) {table}
