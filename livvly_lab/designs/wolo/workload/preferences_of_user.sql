-- What may this user be told, how and when?
-- endpoint: before each message
-- index: notification_preferences_pkey
-- runs: shard
-- draw typical: SELECT id AS user_id FROM {users} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT email_enabled, sms_enabled, whatsapp_enabled, marketing_notifications, quiet_hours_start, quiet_hours_end
FROM {notification_preferences}
WHERE user_id = %(user_id)s
