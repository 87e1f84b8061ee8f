-- Which payments wait for an answer of Wave?
-- endpoint: POST /internal/donations/poll
-- index: idx_donations_status
-- runs: shard
SELECT id, wave_payment_url, initiated_at
FROM {donations}
WHERE status IN ('pending', 'processing')
ORDER BY initiated_at
