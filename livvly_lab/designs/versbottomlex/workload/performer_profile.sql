-- Who is this performer?
-- endpoint: GET /performers/:id
-- index: performer_profiles_pkey
-- runs: shard
-- draw typical:
--   SELECT user_id AS user_id
--   FROM {performer_profiles}
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id AS user_id
--   FROM {performer_profiles}
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT user_id, stage_name, about, chat_mode
FROM {performer_profiles}
WHERE user_id = %(user_id)s AND deleted_at IS NULL
