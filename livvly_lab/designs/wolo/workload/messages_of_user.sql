-- What was this user told, the newest first?
-- endpoint: GET /me/notifications
-- index: idx_notifications_user_id
-- runs: shared
-- draw typical:
--   SELECT user_id
--   FROM {notifications}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id
--   FROM {notifications}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY count(*) DESC, user_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, channel, body, status, created_at
FROM {notifications}
WHERE user_id = %(user_id)s
ORDER BY created_at DESC
LIMIT 30
