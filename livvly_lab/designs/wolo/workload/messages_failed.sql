-- Which messages bounced, and what does the provider say?
-- endpoint: GET /admin/notifications?status=bounced
-- index: idx_notifications_status
-- runs: shared
SELECT id, channel, recipient_identifier, error_code, failed_at
FROM {notifications}
WHERE status = 'bounced'
ORDER BY failed_at DESC
LIMIT 100
