-- What does the provider call this payment?
-- endpoint: POST /refunds
-- index: idx_provider_events_transaction
-- runs: shared
-- draw typical:
--   SELECT transaction_id AS transaction_id
--   FROM {provider_events}
--   GROUP BY transaction_id
--   ORDER BY md5(transaction_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT transaction_id AS transaction_id
--   FROM {provider_events}
--   GROUP BY transaction_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS transaction_id FROM generate_series(1, 2) AS n
SELECT provider_code, provider_ref
FROM {provider_events}
WHERE transaction_id = %(transaction_id)s
