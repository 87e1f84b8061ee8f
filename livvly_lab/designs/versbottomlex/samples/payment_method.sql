-- the instrument that users pay with
-- distribution: method of payment
-- kind: choices
-- unit: instruments
SELECT kind, count(*) FROM payment_methods WHERE is_default GROUP BY 1
