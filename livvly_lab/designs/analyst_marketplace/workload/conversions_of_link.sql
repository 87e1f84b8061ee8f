-- Who subscribed by this invite link?
-- endpoint: GET /analyst/links/{id}
-- index: idx_subscriptions_invite_link
-- runs: shard
-- draw typical:
--   SELECT referred_by_invite_link AS link_id
--   FROM {subscriptions}
--   WHERE referred_by_invite_link IS NOT NULL
--   GROUP BY referred_by_invite_link
--   ORDER BY md5(referred_by_invite_link::text)
--   LIMIT 10
-- draw hot:
--   SELECT referred_by_invite_link AS link_id
--   FROM {subscriptions}
--   WHERE referred_by_invite_link IS NOT NULL
--   GROUP BY referred_by_invite_link
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS link_id FROM generate_series(1, 2) AS n
SELECT user_id, tier_id, final_price, created_at
FROM {subscriptions}
WHERE referred_by_invite_link = %(link_id)s AND deleted_at IS NULL
