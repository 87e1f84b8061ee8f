-- Who has kept this post? All shards are asked: bookmarks live with the reader.
-- endpoint: GET /analyst/posts/{id}/bookmarks
-- index: idx_bookmarks_post
-- runs: scatter
-- draw typical:
--   SELECT post_id AS post_id
--   FROM {bookmarks}
--   GROUP BY post_id
--   ORDER BY md5(post_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT post_id AS post_id
--   FROM {bookmarks}
--   GROUP BY post_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS post_id FROM generate_series(1, 2) AS n
SELECT user_id, created_at
FROM {bookmarks}
WHERE post_id = %(post_id)s
ORDER BY created_at DESC
LIMIT 50
