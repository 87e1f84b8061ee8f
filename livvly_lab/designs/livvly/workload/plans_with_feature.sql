-- Which subscription plans have these features?
-- endpoint: GET /subscription-plans?feature=
-- index: idx_subscription_features_gin
-- runs: shared
-- draw typical:
--   SELECT jsonb_build_object(e.key, e.value)::text AS feature
--   FROM {subscription_plans} AS p, jsonb_each(p.features) AS e
--   WHERE jsonb_typeof(p.features) = 'object'
--   ORDER BY md5(e.key || p.id)
--   LIMIT 10
-- draw absent: SELECT '{"teleport": true}' AS feature
SELECT id, name, price_inr, duration_days
FROM {subscription_plans}
WHERE features @> %(feature)s::jsonb AND is_active
ORDER BY sort_order
