-- What moved in the accounts of this user in October 2026?
-- endpoint: GET /me/transactions?month=
-- index: idx_ledger_user_created
-- runs: shared
-- draw typical:
--   SELECT user_id
--   FROM {ledger}
--   WHERE created_at >= '2026-10-01' AND created_at < '2026-11-01'
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id
--   FROM {ledger}
--   WHERE created_at >= '2026-10-01' AND created_at < '2026-11-01'
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT created_at, kind, account, amount, balance_after
FROM {ledger}
WHERE user_id = %(user_id)s AND created_at >= '2026-10-01' AND created_at < '2026-11-01'
ORDER BY created_at DESC
