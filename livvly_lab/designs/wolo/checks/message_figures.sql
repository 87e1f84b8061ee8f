-- the figures of every day, template and channel count the messages sent then
-- kind: balance
SELECT a.date, a.template_key, a.channel, a.sent_count, n.sent, a.delivered_count, n.delivered
FROM notification_analytics AS a
LEFT JOIN (
  SELECT (n.sent_at AT TIME ZONE 'Africa/Dakar')::date AS date,
         t.template_key,
         n.channel,
         count(*) AS sent,
         count(*) FILTER (WHERE n.status = 'delivered') AS delivered
  FROM notifications AS n
  JOIN notification_templates AS t ON t.id = n.template_id
  GROUP BY 1, 2, 3
) AS n USING (date, template_key, channel)
WHERE n.sent IS NULL
   OR (a.sent_count, a.delivered_count) <> (n.sent, n.delivered)
   OR a.opened_count > a.delivered_count
   OR a.clicked_count > a.opened_count
