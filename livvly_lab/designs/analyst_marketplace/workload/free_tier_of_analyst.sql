-- Which is the free tier of this analyst?
-- endpoint: POST /analysts/{id}/follow
-- index: idx_subscription_tiers_one_free
-- runs: shard
-- draw typical:
--   SELECT analyst_id AS analyst_id
--   FROM {subscription_tiers}
--   GROUP BY analyst_id
--   ORDER BY md5(analyst_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS analyst_id FROM generate_series(1, 2) AS n
SELECT id
FROM {subscription_tiers}
WHERE analyst_id = %(analyst_id)s AND is_free_tier AND deleted_at IS NULL
