-- Which transaction carries these details of the payment gateway?
-- endpoint: GET /admin/payments?metadata=
-- index: idx_transactions_metadata_gin
-- runs: shard
-- draw typical:
--   SELECT metadata::text AS details
--   FROM {transactions}
--   WHERE metadata IS NOT NULL AND metadata <> '{}'
--   ORDER BY md5(id::text)
--   LIMIT 10
-- draw hot:
--   SELECT jsonb_build_object(e.key, e.value)::text AS details
--   FROM {transactions} AS t, jsonb_each(t.metadata) AS e
--   WHERE jsonb_typeof(t.metadata) = 'object'
--   GROUP BY e.key, e.value
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT '{"gateway_order": "none"}' AS details
SELECT id, user_id, amount, price_inr, payment_method, status, created_at
FROM {transactions}
WHERE metadata @> %(details)s::jsonb AND deleted_at IS NULL
LIMIT 20
