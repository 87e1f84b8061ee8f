-- What is due to each analyst of this shard?
-- endpoint: job: monthly payout
-- index: idx_payment_transactions_unpaid
-- runs: shard
SELECT analyst_id, sum(payout_amount) AS paise, count(*) AS payments
FROM {payment_transactions}
WHERE payout_status = 'pending'
GROUP BY analyst_id
