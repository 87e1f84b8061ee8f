-- How is this message worded?
-- endpoint: before each message
-- index: idx_notification_templates_template_key
-- runs: shared
-- draw typical: SELECT template_key AS key FROM {notification_templates} ORDER BY md5(template_key) LIMIT 10
-- draw absent: SELECT 'nothing' AS key
SELECT id, subject, body_text, channels
FROM {notification_templates}
WHERE template_key = %(key)s AND is_active
