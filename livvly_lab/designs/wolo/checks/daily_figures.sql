-- the daily figures are those of the rows: revenue, new users, users seen
-- kind: balance
SELECT m.metric_date, m.metric_type, m.metric_value, f.value
FROM business_metrics AS m
JOIN (
  SELECT 'revenue' AS metric_type, period_start AS metric_date, total_amount_cfa AS value
  FROM donation_analytics
  WHERE period_type = 'daily'
  UNION ALL
  SELECT 'new_users', created_at::date, count(*) FROM users GROUP BY 2
  UNION ALL
  SELECT 'daily_active_users', timestamp::date, count(DISTINCT user_id) FROM analytics_events WHERE user_id IS NOT NULL GROUP BY 2
) AS f USING (metric_date, metric_type)
WHERE m.metric_value <> f.value
