-- Who answered this message?
-- endpoint: GET /messages/{id}/replies
-- index: idx_chat_messages_reply_to
-- runs: shard
-- draw typical:
--   SELECT reply_to_message_id AS message_id
--   FROM {chat_messages}
--   WHERE reply_to_message_id IS NOT NULL
--   GROUP BY reply_to_message_id
--   ORDER BY md5(reply_to_message_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT reply_to_message_id AS message_id
--   FROM {chat_messages}
--   WHERE reply_to_message_id IS NOT NULL
--   GROUP BY reply_to_message_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS message_id FROM generate_series(1, 2) AS n
SELECT id, user_id, message, created_at
FROM {chat_messages}
WHERE reply_to_message_id = %(message_id)s AND deleted_at IS NULL
ORDER BY created_at
