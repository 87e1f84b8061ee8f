-- Which rooms does the data export of this creator hold?
-- endpoint: GET /me/export/rooms
-- index: idx_rooms_host_id
-- runs: shard
-- keeps deleted: an export of personal data shows what is still stored, deleted or not
-- draw typical:
--   SELECT host_id AS user_id
--   FROM {rooms}
--   WHERE host_id IS NOT NULL
--   GROUP BY host_id
--   ORDER BY md5(host_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, title, language, category, status, started_at, ended_at, deleted_at
FROM {rooms}
WHERE host_id = %(user_id)s
