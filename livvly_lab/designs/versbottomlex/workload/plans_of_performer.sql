-- What does this performer sell?
-- endpoint: GET /performers/:id/plans
-- index: idx_pricing_plans_performer
-- runs: shard
-- draw typical:
--   SELECT performer_id AS performer_id
--   FROM {pricing_plans}
--   GROUP BY performer_id
--   ORDER BY md5(performer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT performer_id AS performer_id
--   FROM {pricing_plans}
--   GROUP BY performer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS performer_id FROM generate_series(1, 2) AS n
SELECT id, kind, name, tier, period_days, benefits
FROM {pricing_plans}
WHERE performer_id = %(performer_id)s AND is_active AND deleted_at IS NULL
ORDER BY tier
