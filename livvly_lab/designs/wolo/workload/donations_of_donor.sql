-- What did this user give? Payments live with their pots, so every shard is asked.
-- endpoint: GET /me/donations
-- index: idx_donations_donor_user_id
-- runs: scatter
-- draw typical:
--   SELECT donor_user_id AS user_id
--   FROM {donations}
--   WHERE donor_user_id IS NOT NULL
--   GROUP BY donor_user_id
--   ORDER BY md5(donor_user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT donor_user_id AS user_id
--   FROM {donations}
--   WHERE donor_user_id IS NOT NULL
--   GROUP BY donor_user_id
--   ORDER BY count(*) DESC, donor_user_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, pot_id, amount_cfa, status, created_at
FROM {donations}
WHERE donor_user_id = %(user_id)s
ORDER BY created_at DESC
LIMIT 50
