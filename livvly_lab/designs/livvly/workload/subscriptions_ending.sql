-- Which active subscriptions end within a week and do not renew themselves?
-- endpoint: POST /internal/subscriptions/remind
-- index: none
-- runs: shared
-- draw typical: SELECT max(created_at) AS now FROM {user_subscriptions}
SELECT user_id, plan_id, expires_at
FROM {user_subscriptions}
WHERE status = 'active' AND NOT auto_renew
  AND expires_at BETWEEN %(now)s::timestamptz AND %(now)s::timestamptz + interval '7 days'
ORDER BY expires_at
LIMIT 500
