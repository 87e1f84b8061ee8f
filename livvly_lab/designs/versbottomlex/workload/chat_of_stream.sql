-- What was said last in this chat?
-- endpoint: GET /streams/:id/chat
-- index: idx_messages_stream
-- runs: shard
-- draw typical:
--   SELECT stream_id AS stream_id
--   FROM {messages}
--   WHERE stream_id IS NOT NULL
--   GROUP BY stream_id
--   ORDER BY md5(stream_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT stream_id AS stream_id
--   FROM {messages}
--   WHERE stream_id IS NOT NULL
--   GROUP BY stream_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS stream_id FROM generate_series(1, 2) AS n
SELECT id, sender_id, body, created_at
FROM {messages}
WHERE stream_id = %(stream_id)s AND deleted_at IS NULL AND moderation_status IN ('clean', 'approved')
ORDER BY created_at DESC
LIMIT 50
