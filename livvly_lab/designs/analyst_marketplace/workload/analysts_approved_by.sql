-- Which analysts did this admin approve?
-- endpoint: GET /admin/verification?by=
-- index: idx_analyst_profiles_verified_by
-- runs: shard
-- draw typical:
--   SELECT verified_by AS admin_id
--   FROM {analyst_profiles}
--   WHERE verified_by IS NOT NULL
--   GROUP BY verified_by
--   ORDER BY md5(verified_by::text)
--   LIMIT 4
-- draw absent: SELECT md5('nobody ' || n)::uuid AS admin_id FROM generate_series(1, 2) AS n
SELECT user_id, display_name, verified_at
FROM {analyst_profiles}
WHERE verified_by = %(admin_id)s AND deleted_at IS NULL
ORDER BY verified_at DESC
LIMIT 50
