-- How did the messages of this template go?
-- endpoint: GET /admin/notifications/figures
-- index: notification_analytics_date_template_key_channel_key
-- runs: shared
-- draw typical:
--   SELECT date AS day, template_key AS key FROM {notification_analytics} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT date '1999-01-01' AS day, 'nothing' AS key
SELECT channel, sum(sent_count) AS sent, sum(delivered_count) AS delivered, sum(opened_count) AS opened
FROM {notification_analytics}
WHERE date = %(day)s AND template_key = %(key)s
GROUP BY channel
