-- What does this post say?
-- endpoint: GET /posts/{id}
-- index: posts_pkey
-- runs: shard
-- draw typical: SELECT id AS post_id FROM {posts} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS post_id FROM generate_series(1, 2) AS n
SELECT id, analyst_id, title, content, content_formatted, audience, call_status, views_count, bookmarks_count
FROM {posts}
WHERE id = %(post_id)s AND deleted_at IS NULL
