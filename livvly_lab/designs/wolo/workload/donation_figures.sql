-- How much was given on each of the last thirty days?
-- endpoint: GET /admin/dashboard/donations
-- index: donation_analytics_period_type_period_start_period_end_key
-- runs: shared
-- draw typical: SELECT max(period_start) AS day FROM {donation_analytics}
SELECT period_start, total_amount_cfa, transaction_count, unique_donors
FROM {donation_analytics}
WHERE period_type = 'daily' AND period_start > %(day)s::date - 30
ORDER BY period_start
