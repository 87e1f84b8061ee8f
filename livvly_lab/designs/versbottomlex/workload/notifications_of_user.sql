-- What was this user told last?
-- endpoint: GET /me/notifications
-- index: idx_notifications_user
-- runs: shard
-- draw typical:
--   SELECT user_id AS user_id
--   FROM {notifications}
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id AS user_id
--   FROM {notifications}
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT event_code, payload, status, created_at
FROM {notifications}
WHERE user_id = %(user_id)s AND channel = 'in_app'
ORDER BY created_at DESC
LIMIT 30
