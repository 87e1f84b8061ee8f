-- What is to be paid out to this performer?
-- endpoint: payout job
-- index: idx_transactions_unpaid
-- runs: shard
-- draw typical:
--   SELECT performer_id AS performer_id
--   FROM {transactions}
--   WHERE status = 'settled' AND payout_id IS NULL
--   GROUP BY performer_id
--   ORDER BY md5(performer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT performer_id AS performer_id
--   FROM {transactions}
--   WHERE status = 'settled' AND payout_id IS NULL
--   GROUP BY performer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS performer_id FROM generate_series(1, 2) AS n
SELECT currency, sum(performer_minor)
FROM {transactions}
WHERE performer_id = %(performer_id)s AND status = 'settled' AND payout_id IS NULL
GROUP BY currency
