-- Who redeemed this discount code?
-- endpoint: GET /analyst/codes/{id}
-- index: idx_subscriptions_discount_code
-- runs: shard
-- draw typical:
--   SELECT discount_code_used AS code_id
--   FROM {subscriptions}
--   WHERE discount_code_used IS NOT NULL
--   GROUP BY discount_code_used
--   ORDER BY md5(discount_code_used::text)
--   LIMIT 10
-- draw hot:
--   SELECT discount_code_used AS code_id
--   FROM {subscriptions}
--   WHERE discount_code_used IS NOT NULL
--   GROUP BY discount_code_used
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS code_id FROM generate_series(1, 2) AS n
SELECT user_id, price_paid, discount_applied, created_at
FROM {subscriptions}
WHERE discount_code_used = %(code_id)s AND deleted_at IS NULL
