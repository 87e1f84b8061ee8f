-- What is shown of this user?
-- endpoint: GET /users/:id
-- index: users_pkey
-- runs: shard
-- draw typical:
--   SELECT id AS id
--   FROM {users}
--   GROUP BY id
--   ORDER BY md5(id::text)
--   LIMIT 10
-- draw hot:
--   SELECT id AS id
--   FROM {users}
--   GROUP BY id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS id FROM generate_series(1, 2) AS n
SELECT id, username, display_name, bio, avatar_url, last_seen_at
FROM {users}
WHERE id = %(id)s AND deleted_at IS NULL
