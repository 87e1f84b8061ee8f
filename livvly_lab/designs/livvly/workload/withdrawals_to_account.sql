-- What was paid to this bank account?
-- endpoint: GET /admin/accounts/{id}/withdrawals
-- index: idx_withdrawals_bank_account_id
-- runs: shared
-- draw typical: SELECT id AS account_id FROM {creator_kyc} ORDER BY md5(id::text) LIMIT 10
-- draw hot:
--   SELECT bank_account_id AS account_id
--   FROM {withdrawals}
--   WHERE bank_account_id IS NOT NULL
--   GROUP BY bank_account_id
--   ORDER BY count(*) DESC, bank_account_id
--   LIMIT 3
-- draw absent: SELECT md5('no account ' || n)::uuid AS account_id FROM generate_series(1, 2) AS n
SELECT id, user_id, amount_inr, status, requested_at, processed_at, utr
FROM {withdrawals}
WHERE bank_account_id = %(account_id)s
ORDER BY requested_at DESC
LIMIT 50
