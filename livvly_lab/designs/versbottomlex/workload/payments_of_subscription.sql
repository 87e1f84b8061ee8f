-- Which payments renewed this subscription?
-- endpoint: GET /subscriptions/:id/payments
-- index: idx_transactions_subscription
-- runs: shard
-- draw typical:
--   SELECT subscription_id AS subscription_id
--   FROM {transactions}
--   WHERE subscription_id IS NOT NULL
--   GROUP BY subscription_id
--   ORDER BY md5(subscription_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT subscription_id AS subscription_id
--   FROM {transactions}
--   WHERE subscription_id IS NOT NULL
--   GROUP BY subscription_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS subscription_id FROM generate_series(1, 2) AS n
SELECT id, status, gross_minor, created_at
FROM {transactions}
WHERE subscription_id = %(subscription_id)s
