-- how each subscriber pays
-- distribution: payment method
-- kind: choices
-- unit: subscribers
SELECT payment_method, count(DISTINCT user_id)
FROM payment_transactions
WHERE transaction_type = 'subscription_payment'
GROUP BY 1
