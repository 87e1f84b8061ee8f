-- To whom does this user subscribe? All shards are asked: subscriptions live with the analyst.
-- endpoint: GET /me/subscriptions
-- index: idx_subscriptions_user
-- runs: scatter
-- draw typical:
--   SELECT user_id AS user_id
--   FROM {subscriptions}
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id AS user_id
--   FROM {subscriptions}
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, analyst_id, tier_id, status, final_price, expires_at
FROM {subscriptions}
WHERE user_id = %(user_id)s AND deleted_at IS NULL
ORDER BY created_at DESC
