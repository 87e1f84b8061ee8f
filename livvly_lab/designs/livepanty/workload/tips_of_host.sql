-- Which tips did this performer get, the latest first? They lie with their senders.
-- endpoint: GET /host/tips
-- index: idx_tips_host
-- runs: scatter
-- draw typical:
--   SELECT host_id
--   FROM {tips}
--   WHERE host_id IS NOT NULL
--   GROUP BY host_id
--   ORDER BY md5(host_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT host_id
--   FROM {tips}
--   WHERE host_id IS NOT NULL
--   GROUP BY host_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS host_id FROM generate_series(1, 2) AS n
SELECT sender_id, stream_id, tokens, platform_fee, created_at
FROM {tips}
WHERE host_id = %(host_id)s
ORDER BY created_at DESC
LIMIT 50
