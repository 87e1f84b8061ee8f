-- Who are the active subscribers of this analyst, the newest first?
-- endpoint: GET /analyst/subscribers
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
SELECT user_id, tier_id, billing_cycle, final_price, created_at
FROM {subscriptions}
WHERE analyst_id = %(analyst_id)s AND status = 'active' AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 50
