-- Where is this user signed in?
-- endpoint: GET /me/sessions
-- index: idx_user_sessions_user_id
-- runs: shard
-- draw typical: SELECT id AS user_id FROM {users} ORDER BY md5(id::text) LIMIT 10
-- draw hot:
--   SELECT user_id
--   FROM {user_sessions}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY count(*) DESC, user_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, device_info, ip_address, created_at, expires_at
FROM {user_sessions}
WHERE user_id = %(user_id)s AND NOT is_revoked
ORDER BY created_at DESC
