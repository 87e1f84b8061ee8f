-- Which tips did this viewer give, the latest first?
-- endpoint: GET /me/tips
-- index: idx_tips_sender
-- runs: shard
-- draw typical:
--   SELECT sender_id
--   FROM {tips}
--   WHERE sender_id IS NOT NULL
--   GROUP BY sender_id
--   ORDER BY md5(sender_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT sender_id
--   FROM {tips}
--   WHERE sender_id IS NOT NULL
--   GROUP BY sender_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS sender_id FROM generate_series(1, 2) AS n
SELECT host_id, stream_id, tokens, message, status, created_at
FROM {tips}
WHERE sender_id = %(sender_id)s
ORDER BY created_at DESC
LIMIT 50
