-- How is this event put in this language?
-- endpoint: delivery worker
-- index: notification_templates_event_code_channel_locale_version_key
-- runs: shared
-- draw typical: SELECT DISTINCT event_code, channel FROM {notification_templates} ORDER BY 1, 2 LIMIT 8
-- draw absent: SELECT 'nothing' AS event_code, 'email' AS channel
SELECT subject, body
FROM {notification_templates}
WHERE event_code = %(event_code)s AND channel = %(channel)s AND locale = 'en'
ORDER BY version DESC
LIMIT 1
