-- Which payment does the provider call about, while nobody knows the shard?
-- endpoint: POST /webhooks/payments
-- index: idx_payments_provider
-- runs: scatter
-- draw typical: SELECT provider_reference FROM {payments} WHERE provider_reference IS NOT NULL ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT 'pay_nothing' AS provider_reference
SELECT id, user_id, tokens, status
FROM {payments}
WHERE provider_reference = %(provider_reference)s
