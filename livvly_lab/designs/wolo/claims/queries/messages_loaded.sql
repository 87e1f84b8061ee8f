-- in the rows of this run
SELECT 'messages sent at night' AS name, 'messages' AS unit, count(*) AS value
FROM {notifications} AS n
LEFT JOIN {notification_preferences} AS p ON p.user_id = n.user_id
CROSS JOIN LATERAL (SELECT (n.scheduled_at AT TIME ZONE 'Africa/Dakar')::time AS local_time) AS t
WHERE t.local_time >= coalesce(p.quiet_hours_start, '22:00') OR t.local_time < coalesce(p.quiet_hours_end, '08:00')
