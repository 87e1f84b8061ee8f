-- Which discount codes has this analyst, the newest first?
-- endpoint: GET /analyst/codes
-- index: idx_discount_codes_analyst
-- runs: shard
-- draw typical:
--   SELECT analyst_id AS analyst_id
--   FROM {discount_codes}
--   GROUP BY analyst_id
--   ORDER BY md5(analyst_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS analyst_id FROM generate_series(1, 2) AS n
SELECT id, code, discount_type, discount_value, usage_count, usage_limit, valid_until
FROM {discount_codes}
WHERE analyst_id = %(analyst_id)s AND deleted_at IS NULL
ORDER BY created_at DESC
