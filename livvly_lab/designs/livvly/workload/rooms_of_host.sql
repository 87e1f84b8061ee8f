-- Which rooms did this creator host, the newest first?
-- endpoint: GET /creators/{id}/rooms
-- index: idx_rooms_live_not_deleted
-- runs: shard
-- draw typical:
--   SELECT host_id AS user_id
--   FROM {rooms}
--   WHERE host_id IS NOT NULL
--   GROUP BY host_id
--   ORDER BY md5(host_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT host_id AS user_id
--   FROM {rooms}
--   WHERE host_id IS NOT NULL
--   GROUP BY host_id
--   ORDER BY count(*) DESC, host_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, title, language, status, started_at, ended_at
FROM {rooms}
WHERE host_id = %(user_id)s AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 20
