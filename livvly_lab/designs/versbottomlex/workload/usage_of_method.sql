-- What was this instrument used for?
-- endpoint: GET /me/payment-methods/:id
-- index: idx_transactions_method
-- runs: scatter
-- draw typical:
--   SELECT payment_method_id AS payment_method_id
--   FROM {transactions}
--   GROUP BY payment_method_id
--   ORDER BY md5(payment_method_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT payment_method_id AS payment_method_id
--   FROM {transactions}
--   GROUP BY payment_method_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS payment_method_id FROM generate_series(1, 2) AS n
SELECT id, kind, status, gross_minor, currency, created_at
FROM {transactions}
WHERE payment_method_id = %(payment_method_id)s
ORDER BY created_at DESC
LIMIT 20
