-- What does the application know of this user?
-- endpoint: GET /me
-- index: users_pkey
-- runs: shard
-- draw typical: SELECT id AS user_id FROM {users} WHERE deleted_at IS NULL ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, email, phone, user_type, email_verified, phone_verified, is_active, last_active
FROM {users}
WHERE id = %(user_id)s AND deleted_at IS NULL
