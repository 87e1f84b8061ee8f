-- Which codes came out of this pot?
-- endpoint: GET /me/pots/{pot}/codes
-- index: idx_qr_codes_pot_id
-- runs: shard
-- draw typical:
--   SELECT pot_id
--   FROM {qr_codes}
--   WHERE pot_id IS NOT NULL
--   GROUP BY pot_id
--   ORDER BY md5(pot_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS pot_id FROM generate_series(1, 2) AS n
SELECT code, pack_id, status, expires_at
FROM {qr_codes}
WHERE pot_id = %(pot_id)s
