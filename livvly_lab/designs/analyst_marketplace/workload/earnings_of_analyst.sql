-- What did this analyst earn in the last thirty days, day by day?
-- endpoint: GET /analyst/earnings
-- index: idx_payment_transactions_analyst
-- runs: shard
-- draw typical:
--   SELECT analyst_id, (SELECT max(created_at) FROM {payment_transactions}) AS now
--   FROM {payment_transactions}
--   GROUP BY analyst_id
--   ORDER BY md5(analyst_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT analyst_id, max(created_at) AS now FROM {payment_transactions} GROUP BY analyst_id ORDER BY count(*) DESC, 1 LIMIT 3
-- draw absent: SELECT md5('nobody')::uuid AS analyst_id, timestamptz '2026-11-01Z' AS now
SELECT date_trunc('day', created_at, 'Asia/Kolkata') AS day, sum(payout_amount) AS paise, count(*) AS payments
FROM {payment_transactions}
WHERE analyst_id = %(analyst_id)s AND created_at > %(now)s::timestamptz - interval '30 days'
  AND status = 'captured' AND transaction_type IN ('subscription_payment', 'renewal')
GROUP BY day
ORDER BY day
