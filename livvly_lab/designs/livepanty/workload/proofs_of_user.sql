-- Which proofs did this user hand in, the latest first?
-- endpoint: GET /me/kyc
-- index: idx_kyc_verifications_user
-- runs: shard
-- draw typical:
--   SELECT user_id
--   FROM {kyc_verifications}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id
--   FROM {kyc_verifications}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT level, status, verification_score, created_at, expires_at
FROM {kyc_verifications}
WHERE user_id = %(user_id)s
ORDER BY created_at DESC
LIMIT 10
