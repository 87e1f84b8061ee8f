-- Which users of this tier wait to be verified, the longest waiting first?
-- endpoint: GET /admin/verification?status=pending&tier=
-- index: idx_user_verification_status
-- runs: shard
-- draw typical: SELECT tier FROM generate_series(2, 4) AS tier
-- draw hot:
--   SELECT verification_tier AS tier
--   FROM {user_verification}
--   WHERE verification_status = 'pending'
--   GROUP BY verification_tier
--   ORDER BY count(*) DESC
--   LIMIT 1
-- draw absent: SELECT 9 AS tier
SELECT user_id, selfie_url, id_type, id_document_url, created_at
FROM {user_verification}
WHERE verification_status = 'pending' AND verification_tier = %(tier)s
ORDER BY created_at
LIMIT 50
