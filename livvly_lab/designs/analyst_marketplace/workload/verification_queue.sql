-- Which analysts wait for verification, the oldest first?
-- endpoint: GET /admin/verification
-- index: idx_analyst_profiles_verification
-- runs: shard
SELECT user_id, display_name, country, sebi_number, ria_number, verification_status, created_at
FROM {analyst_profiles}
WHERE verification_status = 'pending' AND deleted_at IS NULL
ORDER BY created_at
LIMIT 50
