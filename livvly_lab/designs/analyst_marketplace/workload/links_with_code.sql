-- Which invite links carry this discount code?
-- endpoint: GET /analyst/codes/{id}/links
-- index: idx_invite_links_discount_code
-- runs: shard
-- draw typical:
--   SELECT discount_code_id AS code_id
--   FROM {invite_links}
--   WHERE discount_code_id IS NOT NULL
--   GROUP BY discount_code_id
--   ORDER BY md5(discount_code_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS code_id FROM generate_series(1, 2) AS n
SELECT id, invite_code, is_active
FROM {invite_links}
WHERE discount_code_id = %(code_id)s AND deleted_at IS NULL
