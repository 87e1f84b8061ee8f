-- Was this user subscribed to this analyst for thirty days, as the application asks before a review?
-- endpoint: POST /analysts/{id}/reviews
-- index: idx_subscriptions_user
-- runs: shard
-- draw typical:
--   SELECT user_id, analyst_id, (SELECT max(created_at) FROM {subscriptions}) AS now
--   FROM {subscriptions}
--   ORDER BY md5(id::text)
--   LIMIT 10
-- draw absent:
--   SELECT md5('nobody')::uuid AS user_id, md5('somebody')::uuid AS analyst_id, timestamptz '2026-11-01Z' AS now
SELECT EXISTS (
  SELECT FROM {subscriptions}
  WHERE user_id = %(user_id)s AND analyst_id = %(analyst_id)s AND deleted_at IS NULL
    AND start_date <= %(now)s::timestamptz - interval '30 days'
) AS may_review
