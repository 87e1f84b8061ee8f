-- every payment is known to one provider, that of its instrument, by one number
-- kind: balance
SELECT t.id AS payment, count(e.provider_ref) AS numbers
FROM transactions AS t
LEFT JOIN payment_methods AS m ON m.id = t.payment_method_id
LEFT JOIN provider_events AS e ON e.transaction_id = t.id AND e.provider_code = m.provider_code
GROUP BY t.id
HAVING count(e.provider_ref) <> 1
