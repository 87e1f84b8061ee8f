-- Is this code of the analyst good, and for what?
-- endpoint: POST /subscriptions
-- index: discount_codes_code_key
-- runs: shard
-- draw typical: SELECT code FROM {discount_codes} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT 'NOTHING0' AS code
SELECT id, discount_type, discount_value, max_discount_amount, applicable_tiers, usage_limit - usage_count AS left_over
FROM {discount_codes}
WHERE code = %(code)s AND is_active AND deleted_at IS NULL
