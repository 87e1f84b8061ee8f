-- Which notifications of this group are to be delivered next, the oldest first?
-- endpoint: job: notification delivery
-- index: idx_notifications_pending
-- runs: shard
-- draw typical: SELECT 'daily_digest' AS batch
-- draw absent: SELECT 'weekly_digest' AS batch
SELECT id, user_id, title, message, send_email, send_push
FROM {notifications}
WHERE status = 'pending' AND notification_group = %(batch)s
ORDER BY created_at
LIMIT 500
