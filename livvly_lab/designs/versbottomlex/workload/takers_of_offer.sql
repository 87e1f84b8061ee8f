-- Who took this offer?
-- endpoint: GET /me/offers/:id
-- index: idx_subscriptions_promotion
-- runs: shard
-- draw typical:
--   SELECT promotion_id AS promotion_id
--   FROM {subscriptions}
--   WHERE promotion_id IS NOT NULL
--   GROUP BY promotion_id
--   ORDER BY md5(promotion_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT promotion_id AS promotion_id
--   FROM {subscriptions}
--   WHERE promotion_id IS NOT NULL
--   GROUP BY promotion_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS promotion_id FROM generate_series(1, 2) AS n
SELECT viewer_id, started_at
FROM {subscriptions}
WHERE promotion_id = %(promotion_id)s
