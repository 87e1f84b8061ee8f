-- How many messages did this user write in this channel within a minute, as the rate limit counts?
-- endpoint: POST /channels/{id}/messages
-- index: idx_chat_messages_user
-- runs: shard
-- keeps deleted: the limit counts what was written, taken down or not
-- draw typical:
--   SELECT user_id, channel_id, max(created_at) AS now
--   FROM {chat_messages}
--   GROUP BY user_id, channel_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id, channel_id, max(created_at) AS now
--   FROM {chat_messages}
--   GROUP BY user_id, channel_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody')::uuid AS user_id, md5('nowhere')::uuid AS channel_id, timestamptz '2026-11-01Z' AS now
SELECT count(*) AS messages
FROM {chat_messages}
WHERE user_id = %(user_id)s AND channel_id = %(channel_id)s AND created_at > %(now)s::timestamptz - interval '1 minute'
