-- What does this user not want to be told?
-- endpoint: delivery worker
-- index: notification_settings_pkey
-- runs: shard
-- draw typical:
--   SELECT user_id AS user_id
--   FROM {notification_settings}
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id AS user_id
--   FROM {notification_settings}
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT event_code, channel, is_enabled
FROM {notification_settings}
WHERE user_id = %(user_id)s
