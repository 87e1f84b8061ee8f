-- every captured payment is split by its analyst's commission rate, rounded half up, and nothing is left over
-- kind: price
SELECT t.id AS payment, t.amount, p.commission_rate, t.platform_commission, t.payout_amount
FROM payment_transactions AS t
JOIN analyst_profiles AS p ON p.user_id = t.analyst_id
WHERE t.status = 'captured' AND t.transaction_type IN ('subscription_payment', 'renewal')
  AND (t.platform_commission, t.payout_amount)
   <> (round(t.amount * p.commission_rate), t.amount - round(t.amount * p.commission_rate))
