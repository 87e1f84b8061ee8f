-- Is the identity of this performer proven?
-- endpoint: POST /host/payouts
-- index: idx_kyc_verifications_approved
-- runs: shard
-- draw typical:
--   SELECT user_id
--   FROM {kyc_verifications}
--   WHERE level = 'identity'
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, expires_at
FROM {kyc_verifications}
WHERE user_id = %(user_id)s AND level = 'identity' AND status = 'approved'
