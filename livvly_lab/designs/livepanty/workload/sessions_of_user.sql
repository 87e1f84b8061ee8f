-- On which devices is this user logged in?
-- endpoint: GET /me/sessions
-- index: idx_auth_sessions_user
-- runs: shard
-- draw typical:
--   SELECT user_id
--   FROM {auth_sessions}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, device, device_type, ip_address, last_seen_at
FROM {auth_sessions}
WHERE user_id = %(user_id)s AND revoked_at IS NULL
ORDER BY last_seen_at DESC
LIMIT 20
