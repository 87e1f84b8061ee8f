-- How did this figure move over the last thirty days?
-- endpoint: GET /admin/dashboard/metrics
-- index: business_metrics_metric_date_metric_type_dimensions_key
-- runs: shared
-- draw typical: SELECT max(metric_date) AS day, metric_type AS metric FROM {business_metrics} GROUP BY metric_type
SELECT metric_date, metric_value, period_over_period_change
FROM {business_metrics}
WHERE metric_date > %(day)s::date - 30 AND metric_type = %(metric)s AND dimensions = '{}'::jsonb
ORDER BY metric_date
