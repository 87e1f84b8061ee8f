-- Does this user subscribe to the performer?
-- endpoint: every player
-- index: idx_subscriptions_running
-- runs: shard
-- draw typical: SELECT performer_id, viewer_id FROM {subscriptions} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('nobody')::uuid AS performer_id, md5('nobody')::uuid AS viewer_id
SELECT plan_id, paid_until
FROM {subscriptions}
WHERE performer_id = %(performer_id)s AND viewer_id = %(viewer_id)s AND status IN ('active', 'past_due')
