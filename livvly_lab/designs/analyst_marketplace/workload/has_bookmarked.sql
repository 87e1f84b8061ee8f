-- Has this user kept this post?
-- endpoint: GET /posts/{id}
-- index: bookmarks_user_id_post_id_key
-- runs: shard
-- draw typical: SELECT user_id, post_id FROM {bookmarks} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('nobody')::uuid AS user_id, md5('nothing')::uuid AS post_id
SELECT id
FROM {bookmarks}
WHERE user_id = %(user_id)s AND post_id = %(post_id)s
