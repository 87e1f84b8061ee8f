-- Which subscriptions are over and wait for the daily job?
-- endpoint: job: expire_old_subscriptions
-- index: idx_subscriptions_ending
-- runs: shard
-- draw typical:
--   SELECT max(created_at) + interval '1 day' AS now FROM {subscriptions}
SELECT id
FROM {subscriptions}
WHERE status IN ('active', 'suspended') AND deleted_at IS NULL AND expires_at < %(now)s
  AND (grace_period_ends_at IS NULL OR grace_period_ends_at < %(now)s)
