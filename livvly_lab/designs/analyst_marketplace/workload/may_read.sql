-- Has this user an active subscription to this analyst?
-- endpoint: GET /posts/{id}
-- index: idx_subscriptions_one_active
-- runs: shard
-- draw typical:
--   SELECT user_id, analyst_id FROM {subscriptions} ORDER BY md5(id::text) LIMIT 10
-- draw absent:
--   SELECT md5('nobody')::uuid AS user_id, md5('somebody')::uuid AS analyst_id
SELECT id, tier_id, expires_at
FROM {subscriptions}
WHERE user_id = %(user_id)s AND analyst_id = %(analyst_id)s AND status = 'active' AND deleted_at IS NULL
