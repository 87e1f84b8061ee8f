-- When is this performer on?
-- endpoint: GET /performers/:id/schedule
-- index: performer_schedules_performer_id_weekday_starts_at_key
-- runs: shard
-- draw typical:
--   SELECT performer_id AS performer_id
--   FROM {performer_schedules}
--   GROUP BY performer_id
--   ORDER BY md5(performer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT performer_id AS performer_id
--   FROM {performer_schedules}
--   GROUP BY performer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS performer_id FROM generate_series(1, 2) AS n
SELECT weekday, starts_at, ends_at, note
FROM {performer_schedules}
WHERE performer_id = %(performer_id)s
ORDER BY weekday, starts_at
