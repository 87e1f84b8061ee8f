-- Which payment does the provider's message name? All shards are asked.
-- endpoint: POST /webhooks/razorpay
-- index: payment_transactions_razorpay_payment_id_key
-- runs: scatter
-- draw typical:
--   SELECT razorpay_payment_id AS payment_id
--   FROM {payment_transactions}
--   WHERE razorpay_payment_id IS NOT NULL
--   ORDER BY md5(id::text)
--   LIMIT 10
-- draw absent: SELECT 'pay_none' AS payment_id
SELECT id, subscription_id, amount, status
FROM {payment_transactions}
WHERE razorpay_payment_id = %(payment_id)s
