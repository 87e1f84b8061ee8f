-- Which offers are there on this plan?
-- endpoint: GET /plans/:id/offers
-- index: idx_promotions_plan
-- runs: shard
-- draw typical:
--   SELECT plan_id AS plan_id
--   FROM {promotions}
--   GROUP BY plan_id
--   ORDER BY md5(plan_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT plan_id AS plan_id
--   FROM {promotions}
--   GROUP BY plan_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS plan_id FROM generate_series(1, 2) AS n
SELECT code, percent_off, validity, redemptions
FROM {promotions}
WHERE plan_id = %(plan_id)s
