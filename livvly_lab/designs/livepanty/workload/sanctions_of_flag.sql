-- Which sanctions follow from this flag, over all shards?
-- endpoint: GET /admin/flags/{id}
-- index: idx_user_sanctions_flag
-- runs: scatter
-- draw typical:
--   SELECT flag_id
--   FROM {user_sanctions}
--   WHERE flag_id IS NOT NULL
--   GROUP BY flag_id
--   ORDER BY md5(flag_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS flag_id FROM generate_series(1, 2) AS n
SELECT user_id, kind, starts_at
FROM {user_sanctions}
WHERE flag_id = %(flag_id)s
ORDER BY starts_at
LIMIT 20
