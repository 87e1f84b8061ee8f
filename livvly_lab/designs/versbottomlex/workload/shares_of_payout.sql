-- What does this payout consist of?
-- endpoint: GET /me/payouts/:id
-- index: idx_transactions_payout
-- runs: shard
-- draw typical:
--   SELECT payout_id AS payout_id
--   FROM {transactions}
--   WHERE payout_id IS NOT NULL
--   GROUP BY payout_id
--   ORDER BY md5(payout_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT payout_id AS payout_id
--   FROM {transactions}
--   WHERE payout_id IS NOT NULL
--   GROUP BY payout_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS payout_id FROM generate_series(1, 2) AS n
SELECT id, kind, performer_minor, settled_at
FROM {transactions}
WHERE payout_id = %(payout_id)s
