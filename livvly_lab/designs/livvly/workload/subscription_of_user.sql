-- Which subscription of this user is active?
-- endpoint: GET /me/subscription
-- index: idx_user_subscriptions_user_id
-- runs: shared
-- draw typical:
--   SELECT user_id
--   FROM {user_subscriptions}
--   WHERE status = 'active'
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT s.id, p.name, s.price_inr, s.auto_renew, s.expires_at
FROM {user_subscriptions} AS s
JOIN {subscription_plans} AS p ON p.id = s.plan_id
WHERE s.user_id = %(user_id)s AND s.status = 'active'
ORDER BY s.expires_at DESC
LIMIT 1
