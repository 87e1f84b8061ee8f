-- Lets the statistics of this session be seen at once.
SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()
