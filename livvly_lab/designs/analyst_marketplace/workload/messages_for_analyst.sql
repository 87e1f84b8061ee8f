-- What was written in all channels of this analyst, the newest first?
-- endpoint: GET /analyst/messages
-- index: idx_chat_messages_analyst
-- runs: shard
-- draw typical:
--   SELECT analyst_id AS analyst_id
--   FROM {chat_messages}
--   GROUP BY analyst_id
--   ORDER BY md5(analyst_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT analyst_id AS analyst_id
--   FROM {chat_messages}
--   GROUP BY analyst_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS analyst_id FROM generate_series(1, 2) AS n
SELECT id, channel_id, user_id, message, created_at
FROM {chat_messages}
WHERE analyst_id = %(analyst_id)s AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 50
