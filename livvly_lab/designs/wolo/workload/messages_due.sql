-- Which messages are due in this quarter of an hour?
-- endpoint: POST /internal/notifications/send
-- index: idx_notifications_scheduled_at
-- runs: shared
-- draw typical: SELECT max(sent_at) AS now FROM {notifications}
SELECT id, channel, recipient_identifier, body
FROM {notifications}
WHERE scheduled_at > %(now)s::timestamptz - interval '15 minutes' AND scheduled_at <= %(now)s
ORDER BY scheduled_at
LIMIT 500
