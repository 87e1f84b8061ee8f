-- What has this user kept, the newest first?
-- endpoint: GET /me/bookmarks
-- index: idx_bookmarks_user
-- runs: shard
-- draw typical:
--   SELECT user_id AS user_id
--   FROM {bookmarks}
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id AS user_id
--   FROM {bookmarks}
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, post_id, notes, created_at
FROM {bookmarks}
WHERE user_id = %(user_id)s
ORDER BY created_at DESC
LIMIT 20
