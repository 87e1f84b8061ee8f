-- every payment is of its subscription's subscriber, analyst and price, and no cycle is paid twice
-- kind: balance
SELECT t.id AS payment, t.transaction_type, t.amount, s.final_price, t.user_id, s.user_id AS subscriber
FROM payment_transactions AS t
LEFT JOIN subscriptions AS s ON s.id = t.subscription_id
WHERE t.transaction_type <> 'payout'
  AND (t.user_id, t.analyst_id, t.amount) IS DISTINCT FROM (s.user_id, s.analyst_id, s.final_price)
UNION ALL
SELECT s.id, 'cycles paid', count(t.id), round(extract(epoch FROM s.expires_at - s.start_date) / 86400 / s.days), s.user_id, NULL
FROM (
  SELECT *, CASE billing_cycle WHEN 'yearly' THEN 365 ELSE 30 END AS days FROM subscriptions WHERE expires_at IS NOT NULL
) AS s
LEFT JOIN payment_transactions AS t
  ON t.subscription_id = s.id AND t.status IN ('captured', 'refunded') AND t.transaction_type <> 'refund'
GROUP BY s.id, s.expires_at, s.start_date, s.days, s.user_id
HAVING count(t.id) <> round(extract(epoch FROM s.expires_at - s.start_date) / 86400 / s.days)
