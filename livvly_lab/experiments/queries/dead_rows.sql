-- Which share of the copy's rows is dead, as the statistics have it?
SELECT coalesce(n_dead_tup::float8 / nullif(n_live_tup + n_dead_tup, 0), 0)
FROM pg_stat_user_tables
WHERE relid = 'pg_temp.lab_churned'::regclass
