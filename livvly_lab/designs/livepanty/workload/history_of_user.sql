-- What moved in the accounts of this user, the latest first?
-- endpoint: GET /me/transactions
-- index: idx_ledger_user_created
-- runs: shared
-- draw typical:
--   SELECT user_id
--   FROM {ledger}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id
--   FROM {ledger}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT created_at, kind, account, amount, balance_before, balance_after
FROM {ledger}
WHERE user_id = %(user_id)s
ORDER BY created_at DESC
LIMIT 50
