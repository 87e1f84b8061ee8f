-- What does the profile page of this user show?
-- endpoint: GET /users/{id}
-- index: users_pkey
-- runs: shard
-- draw typical: SELECT id AS user_id FROM {users} WHERE deleted_at IS NULL ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, display_name, profile_photo, bio, dob, gender, language, city, state, is_creator, verification_tier
FROM {users}
WHERE id = %(user_id)s AND deleted_at IS NULL
