-- Which tips came during this stream, the latest first? They lie with their senders.
-- endpoint: GET /streams/{id}/tips
-- index: idx_tips_stream
-- runs: scatter
-- draw typical:
--   SELECT stream_id
--   FROM {tips}
--   WHERE stream_id IS NOT NULL
--   GROUP BY stream_id
--   ORDER BY md5(stream_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT stream_id
--   FROM {tips}
--   WHERE stream_id IS NOT NULL
--   GROUP BY stream_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS stream_id FROM generate_series(1, 2) AS n
SELECT sender_id, tokens, message, is_anonymous, created_at
FROM {tips}
WHERE stream_id = %(stream_id)s
ORDER BY created_at DESC
LIMIT 50
