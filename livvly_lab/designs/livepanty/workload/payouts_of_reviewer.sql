-- Which payouts did this admin decide?
-- endpoint: GET /admin/audit
-- index: idx_payouts_reviewer
-- runs: shard
-- draw typical:
--   SELECT reviewed_by
--   FROM {payouts}
--   WHERE reviewed_by IS NOT NULL
--   GROUP BY reviewed_by
--   ORDER BY md5(reviewed_by::text)
--   LIMIT 10
-- draw hot:
--   SELECT reviewed_by
--   FROM {payouts}
--   WHERE reviewed_by IS NOT NULL
--   GROUP BY reviewed_by
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS reviewed_by FROM generate_series(1, 2) AS n
SELECT id, user_id, tokens, status, decided_at
FROM {payouts}
WHERE reviewed_by = %(reviewed_by)s
ORDER BY decided_at DESC
LIMIT 50
