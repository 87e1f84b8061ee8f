-- How many tickets of this plan were sold?
-- endpoint: GET /me/plans/:id
-- index: idx_transactions_plan
-- runs: shard
-- draw typical:
--   SELECT plan_id AS plan_id
--   FROM {transactions}
--   WHERE plan_id IS NOT NULL
--   GROUP BY plan_id
--   ORDER BY md5(plan_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT plan_id AS plan_id
--   FROM {transactions}
--   WHERE plan_id IS NOT NULL
--   GROUP BY plan_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS plan_id FROM generate_series(1, 2) AS n
SELECT count(*), sum(performer_minor)
FROM {transactions}
WHERE plan_id = %(plan_id)s AND status = 'settled'
