-- What is to be sent next?
-- endpoint: delivery worker
-- index: idx_notifications_queued
-- runs: shard
SELECT id, user_id, event_code, channel, payload
FROM {notifications}
WHERE status = 'queued'
ORDER BY created_at
LIMIT 200
