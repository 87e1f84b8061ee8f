-- Which tiers does this analyst sell, in display order?
-- endpoint: GET /analysts/{id}/tiers
-- index: idx_subscription_tiers_analyst
-- runs: shard
-- draw typical:
--   SELECT analyst_id AS analyst_id
--   FROM {subscription_tiers}
--   GROUP BY analyst_id
--   ORDER BY md5(analyst_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS analyst_id FROM generate_series(1, 2) AS n
SELECT id, tier_name, tier_description, price_monthly, price_yearly, features, chat_access
FROM {subscription_tiers}
WHERE analyst_id = %(analyst_id)s AND is_active AND deleted_at IS NULL
ORDER BY tier_order
