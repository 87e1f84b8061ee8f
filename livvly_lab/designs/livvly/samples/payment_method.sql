-- how recharges are paid
-- distribution: payment method
-- kind: choices
-- unit: recharges
SELECT payment_method, count(*) FROM transactions WHERE type = 'recharge' GROUP BY payment_method
