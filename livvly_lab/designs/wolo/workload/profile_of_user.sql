-- Who is this user?
-- endpoint: GET /users/{id}
-- index: profiles_pkey
-- runs: shard
-- draw typical: SELECT id AS user_id FROM {users} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT full_name, date_of_birth, locale, avatar_url, bio, is_profile_public
FROM {profiles}
WHERE user_id = %(user_id)s
