-- What did this performer earn last?
-- endpoint: GET /me/earnings
-- index: idx_transactions_performer
-- runs: shard
-- draw typical:
--   SELECT performer_id AS performer_id
--   FROM {transactions}
--   GROUP BY performer_id
--   ORDER BY md5(performer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT performer_id AS performer_id
--   FROM {transactions}
--   GROUP BY performer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS performer_id FROM generate_series(1, 2) AS n
SELECT id, kind, status, performer_minor, currency, created_at
FROM {transactions}
WHERE performer_id = %(performer_id)s
ORDER BY created_at DESC
LIMIT 50
