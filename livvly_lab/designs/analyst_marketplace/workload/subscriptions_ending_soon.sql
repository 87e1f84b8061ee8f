-- Which subscriptions end in the next five days, to be reminded of it?
-- endpoint: job: subscription_expiring
-- index: idx_subscriptions_ending
-- runs: shard
-- draw typical: SELECT max(created_at) AS now FROM {subscriptions}
SELECT id, user_id, analyst_id, expires_at
FROM {subscriptions}
WHERE status IN ('active', 'suspended') AND deleted_at IS NULL
  AND expires_at BETWEEN %(now)s AND %(now)s::timestamptz + interval '5 days'
ORDER BY expires_at
LIMIT 200
