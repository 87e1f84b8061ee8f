-- How many active subscribers has this tier?
-- endpoint: GET /analyst/tiers/{id}
-- index: idx_subscriptions_tier
-- runs: shard
-- draw typical:
--   SELECT tier_id AS tier_id
--   FROM {subscriptions}
--   GROUP BY tier_id
--   ORDER BY md5(tier_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT tier_id AS tier_id
--   FROM {subscriptions}
--   GROUP BY tier_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS tier_id FROM generate_series(1, 2) AS n
SELECT count(*) AS subscribers
FROM {subscriptions}
WHERE tier_id = %(tier_id)s AND status = 'active' AND deleted_at IS NULL
