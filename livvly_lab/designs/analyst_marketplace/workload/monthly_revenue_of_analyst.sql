-- What do the active subscriptions of this analyst bring a month?
-- endpoint: job: calculate_analyst_monthly_revenue
-- index: idx_subscriptions_analyst
-- runs: shard
-- draw typical:
--   SELECT analyst_id AS analyst_id
--   FROM {subscriptions}
--   GROUP BY analyst_id
--   ORDER BY md5(analyst_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT analyst_id AS analyst_id
--   FROM {subscriptions}
--   GROUP BY analyst_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS analyst_id FROM generate_series(1, 2) AS n
SELECT coalesce(sum(CASE billing_cycle WHEN 'yearly' THEN round(final_price / 12.0) ELSE final_price END), 0) AS paise
FROM {subscriptions}
WHERE analyst_id = %(analyst_id)s AND status = 'active' AND deleted_at IS NULL
