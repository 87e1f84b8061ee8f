-- What was written in this channel, the newest first?
-- endpoint: GET /channels/{id}/messages
-- index: idx_chat_messages_channel
-- runs: shard
-- draw typical:
--   SELECT channel_id AS channel_id
--   FROM {chat_messages}
--   GROUP BY channel_id
--   ORDER BY md5(channel_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT channel_id AS channel_id
--   FROM {chat_messages}
--   GROUP BY channel_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS channel_id FROM generate_series(1, 2) AS n
SELECT id, user_id, message, message_type, reply_to_message_id, created_at
FROM {chat_messages}
WHERE channel_id = %(channel_id)s AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 50
