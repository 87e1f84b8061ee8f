-- What was given to this pot, the newest first?
-- endpoint: GET /c/{pot}/donations
-- index: idx_donations_pot_id
-- runs: shard
-- draw typical: SELECT id AS pot_id FROM {pots} ORDER BY md5(id::text) LIMIT 10
-- draw hot:
--   SELECT pot_id
--   FROM {donations}
--   WHERE pot_id IS NOT NULL
--   GROUP BY pot_id
--   ORDER BY count(*) DESC, pot_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS pot_id FROM generate_series(1, 2) AS n
SELECT id, donor_name, amount_cfa, donation_message, is_anonymous, show_amount, confirmed_at
FROM {donations}
WHERE pot_id = %(pot_id)s AND status = 'succeeded'
ORDER BY confirmed_at DESC
LIMIT 50
