-- What does this plan cost in this region today?
-- endpoint: GET /plans/:id/price
-- index: idx_plan_prices_plan
-- runs: shard
-- draw typical: SELECT plan_id, region_code, lower(validity) AS day FROM {plan_prices} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('nobody')::uuid AS plan_id, 'EU' AS region_code, current_date AS day
SELECT amount_minor, currency
FROM {plan_prices}
WHERE plan_id = %(plan_id)s AND region_code = %(region_code)s AND validity @> %(day)s::date
