-- Which proofs are to be decided, the oldest first?
-- endpoint: GET /admin/kyc
-- index: idx_kyc_verifications_pending
-- runs: shard
SELECT id, user_id, level, verification_score, created_at
FROM {kyc_verifications}
WHERE status = 'pending'
ORDER BY created_at
LIMIT 50
