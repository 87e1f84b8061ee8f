-- Which channels has this analyst?
-- endpoint: GET /analysts/{id}/channels
-- index: idx_chat_channels_analyst
-- runs: shard
-- draw typical:
--   SELECT analyst_id AS analyst_id
--   FROM {chat_channels}
--   GROUP BY analyst_id
--   ORDER BY md5(analyst_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS analyst_id FROM generate_series(1, 2) AS n
SELECT id, channel_name, channel_type, total_messages, active_members_count, last_message_at
FROM {chat_channels}
WHERE analyst_id = %(analyst_id)s AND deleted_at IS NULL
ORDER BY created_at
