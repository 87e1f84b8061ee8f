-- Which legs does this transaction have?
-- endpoint: GET /admin/transactions/{id}
-- index: idx_ledger_transaction
-- runs: shared
-- draw typical: SELECT transaction_id FROM {ledger} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('nobody')::uuid AS transaction_id
SELECT user_id, account, amount, platform_fee, created_at
FROM {ledger}
WHERE transaction_id = %(transaction_id)s
