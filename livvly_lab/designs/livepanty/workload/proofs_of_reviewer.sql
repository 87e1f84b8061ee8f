-- Which proofs did this moderator decide?
-- endpoint: GET /admin/audit
-- index: idx_kyc_verifications_reviewer
-- runs: shard
-- draw typical:
--   SELECT reviewed_by
--   FROM {kyc_verifications}
--   WHERE reviewed_by IS NOT NULL
--   GROUP BY reviewed_by
--   ORDER BY md5(reviewed_by::text)
--   LIMIT 10
-- draw hot:
--   SELECT reviewed_by
--   FROM {kyc_verifications}
--   WHERE reviewed_by IS NOT NULL
--   GROUP BY reviewed_by
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS reviewed_by FROM generate_series(1, 2) AS n
SELECT id, user_id, status, reviewed_at
FROM {kyc_verifications}
WHERE reviewed_by = %(reviewed_by)s
ORDER BY reviewed_at DESC
LIMIT 50
