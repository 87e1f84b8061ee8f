-- Which subscriptions are to be renewed within an hour?
-- endpoint: renewal job
-- index: idx_subscriptions_due
-- runs: shard
-- draw typical: SELECT coalesce(max(created_at), now()) + interval '1 hour' AS before FROM {users}
SELECT id, viewer_id, price_minor, currency
FROM {subscriptions}
WHERE status IN ('active', 'past_due') AND paid_until < %(before)s
ORDER BY paid_until
LIMIT 500
