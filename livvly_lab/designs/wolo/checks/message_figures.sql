-- the figures of every day, template and channel count the messages sent then
-- kind: balance
SELECT a.date, a.template_key, a.channel, a.sent_count, n.sent, a.delivered_count, n.delivered
FROM notification_analytics AS a
CROSS JOIN LATERAL (
  SELECT count(*) AS sent, count(*) FILTER (WHERE n.status = 'delivered') AS delivered
  FROM notifications AS n
  JOIN notification_templates AS t ON t.id = n.template_id
  WHERE t.template_key = a.template_key AND n.channel = a.channel AND n.sent_at >= a.date AND n.sent_at < a.date + 1
) AS n
WHERE (a.sent_count, a.delivered_count) <> (n.sent, n.delivered)
   OR a.opened_count > a.delivered_count
   OR a.clicked_count > a.opened_count
