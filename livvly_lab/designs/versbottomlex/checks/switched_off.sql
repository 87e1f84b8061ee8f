-- nobody is told what they switched off, in the channel in which they did
-- kind: rule
SELECT n.id AS notification, n.user_id, n.event_code, n.channel
FROM notifications AS n
JOIN notification_settings AS s USING (user_id, event_code, channel)
JOIN notification_events AS e ON e.code = n.event_code
WHERE NOT s.is_enabled AND NOT e.is_mandatory
