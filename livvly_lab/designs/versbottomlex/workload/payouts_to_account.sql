-- What went to this account?
-- endpoint: GET /me/payout-accounts/:id
-- index: idx_payouts_account
-- runs: shard
-- draw typical:
--   SELECT payout_account_id AS payout_account_id
--   FROM {payouts}
--   GROUP BY payout_account_id
--   ORDER BY md5(payout_account_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT payout_account_id AS payout_account_id
--   FROM {payouts}
--   GROUP BY payout_account_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS payout_account_id FROM generate_series(1, 2) AS n
SELECT id, amount_minor, currency, sent_at
FROM {payouts}
WHERE payout_account_id = %(payout_account_id)s
