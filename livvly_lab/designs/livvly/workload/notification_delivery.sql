-- How did the notifications of this type fare in the last seven days?
-- endpoint: GET /admin/notifications/delivery?type=
-- index: idx_notifications_type
-- runs: shared
-- draw typical:
--   SELECT type, (SELECT max(created_at) FROM {notifications}) AS now
--   FROM {notifications}
--   GROUP BY type
--   ORDER BY md5(type)
--   LIMIT 10
-- draw hot:
--   SELECT type, max(created_at) AS now FROM {notifications} GROUP BY type ORDER BY count(*) DESC, type LIMIT 1
-- draw absent: SELECT 'nothing' AS type, max(created_at) AS now FROM {notifications}
SELECT status, count(*) AS notifications
FROM {notifications}
WHERE type = %(type)s AND created_at > %(now)s::timestamptz - interval '7 days'
GROUP BY status
ORDER BY notifications DESC
