-- Which payment is this transaction of Wave? Its number does not route, so every shard is asked.
-- endpoint: POST /webhooks/wave
-- index: idx_donations_wave_transaction_id
-- runs: scatter
-- draw typical:
--   SELECT wave_transaction_id AS transaction
--   FROM {donations}
--   WHERE wave_transaction_id IS NOT NULL
--   ORDER BY md5(wave_transaction_id)
--   LIMIT 10
-- draw absent: SELECT 'T_nothing' || n AS transaction FROM generate_series(1, 2) AS n
SELECT id, pot_id, amount_cfa, status
FROM {donations}
WHERE wave_transaction_id = %(transaction)s
