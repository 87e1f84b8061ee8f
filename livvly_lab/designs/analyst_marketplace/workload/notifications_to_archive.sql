-- How many notifications were read thirty days ago and wait for the monthly archiving?
-- endpoint: job: archive_read_notifications
-- index: idx_notifications_read
-- runs: shard
-- draw typical: SELECT min(created_at) + interval '33 days' AS now FROM {notifications}
SELECT count(*) AS notifications
FROM {notifications}
WHERE status = 'read' AND read_at < %(now)s::timestamptz - interval '30 days'
