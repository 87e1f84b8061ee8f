-- What was this performer paid?
-- endpoint: GET /me/payouts
-- index: payouts_performer_id_currency_period_key
-- runs: shard
-- draw typical:
--   SELECT performer_id AS performer_id
--   FROM {payouts}
--   GROUP BY performer_id
--   ORDER BY md5(performer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT performer_id AS performer_id
--   FROM {payouts}
--   GROUP BY performer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS performer_id FROM generate_series(1, 2) AS n
SELECT id, period, amount_minor, currency, status
FROM {payouts}
WHERE performer_id = %(performer_id)s
ORDER BY period DESC
LIMIT 24
