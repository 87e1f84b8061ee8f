-- every payout is the sum of the shares it paid, and every share that was paid out has its payout
-- kind: balance
SELECT o.id AS payout, o.amount, s.paise AS shares, coalesce(o.razorpay_payout_id, s.razorpay_payout_id) AS razorpay_payout_id
FROM (SELECT * FROM payment_transactions WHERE transaction_type = 'payout') AS o
FULL JOIN (
  SELECT razorpay_payout_id, analyst_id, min(paid_out_at) AS first, max(paid_out_at) AS last, sum(payout_amount) AS paise
  FROM payment_transactions
  WHERE transaction_type <> 'payout' AND payout_status = 'processed'
  GROUP BY razorpay_payout_id, analyst_id
) AS s USING (razorpay_payout_id, analyst_id)
WHERE (o.amount, o.paid_out_at, o.paid_out_at) IS DISTINCT FROM (s.paise::int, s.first, s.last)
