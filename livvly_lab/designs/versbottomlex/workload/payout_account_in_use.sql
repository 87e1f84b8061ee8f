-- To which account does the next payout of this performer go?
-- endpoint: payout job
-- index: idx_payout_accounts_default
-- runs: shard
-- draw typical:
--   SELECT performer_id AS performer_id
--   FROM {payout_accounts}
--   GROUP BY performer_id
--   ORDER BY md5(performer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT performer_id AS performer_id
--   FROM {payout_accounts}
--   GROUP BY performer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS performer_id FROM generate_series(1, 2) AS n
SELECT id
FROM {payout_accounts}
WHERE performer_id = %(performer_id)s AND is_default AND deleted_at IS NULL AND verification_status = 'verified'
