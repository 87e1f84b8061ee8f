-- How did this pot fill, day by day?
-- endpoint: GET /c/{pot}/progress
-- index: pot_analytics_pot_id_snapshot_date_key
-- runs: shard
-- draw typical: SELECT id AS pot_id FROM {pots} ORDER BY md5(id::text) LIMIT 10
-- draw hot:
--   SELECT pot_id
--   FROM {pot_analytics}
--   WHERE pot_id IS NOT NULL
--   GROUP BY pot_id
--   ORDER BY count(*) DESC, pot_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS pot_id FROM generate_series(1, 2) AS n
SELECT snapshot_date, total_raised_cfa, donor_count, conversion_rate
FROM {pot_analytics}
WHERE pot_id = %(pot_id)s
ORDER BY snapshot_date
