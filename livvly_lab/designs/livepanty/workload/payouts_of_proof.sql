-- Which payouts stand on this proof of identity?
-- endpoint: GET /admin/kyc/{id}
-- index: idx_payouts_kyc
-- runs: shard
-- draw typical:
--   SELECT kyc_verification_id
--   FROM {payouts}
--   WHERE kyc_verification_id IS NOT NULL
--   GROUP BY kyc_verification_id
--   ORDER BY md5(kyc_verification_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT kyc_verification_id
--   FROM {payouts}
--   WHERE kyc_verification_id IS NOT NULL
--   GROUP BY kyc_verification_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS kyc_verification_id FROM generate_series(1, 2) AS n
SELECT id, tokens, status, created_at
FROM {payouts}
WHERE kyc_verification_id = %(kyc_verification_id)s
ORDER BY created_at
LIMIT 50
