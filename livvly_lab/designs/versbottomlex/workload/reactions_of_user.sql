-- What did this user like last?
-- endpoint: GET /me/likes
-- index: idx_reactions_user
-- runs: scatter
-- draw typical:
--   SELECT user_id AS user_id
--   FROM {reactions}
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id AS user_id
--   FROM {reactions}
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT stream_id, kind, created_at
FROM {reactions}
WHERE user_id = %(user_id)s
ORDER BY created_at DESC
LIMIT 50
