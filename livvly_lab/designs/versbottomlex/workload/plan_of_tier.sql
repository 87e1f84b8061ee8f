-- Which plan is this tier of the performer?
-- endpoint: POST /subscriptions
-- index: idx_pricing_plans_tier
-- runs: shard
-- draw typical: SELECT performer_id, tier FROM {pricing_plans} WHERE tier IS NOT NULL ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('nobody')::uuid AS performer_id, 1::smallint AS tier
SELECT id, name, benefits
FROM {pricing_plans}
WHERE performer_id = %(performer_id)s AND tier = %(tier)s AND kind = 'subscription' AND deleted_at IS NULL
