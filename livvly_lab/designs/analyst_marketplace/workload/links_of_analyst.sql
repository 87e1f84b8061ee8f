-- How well does each invite link of this analyst convert?
-- endpoint: GET /analyst/links
-- index: idx_invite_links_analyst
-- runs: shard
-- draw typical:
--   SELECT analyst_id AS analyst_id
--   FROM {invite_links}
--   GROUP BY analyst_id
--   ORDER BY md5(analyst_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS analyst_id FROM generate_series(1, 2) AS n
SELECT id, invite_code, total_clicks, signups_count, conversions_count, conversion_rate, total_revenue_generated
FROM {invite_links}
WHERE analyst_id = %(analyst_id)s AND deleted_at IS NULL
ORDER BY created_at DESC
