-- Which messages did this user report?
-- endpoint: GET /admin/messages?flagged_by=
-- index: idx_chat_messages_flagged_by
-- runs: shard
-- keeps deleted: a report stays one after the message is taken down
-- draw typical:
--   SELECT flagged_by AS user_id
--   FROM {chat_messages}
--   WHERE flagged_by IS NOT NULL
--   GROUP BY flagged_by
--   ORDER BY md5(flagged_by::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, channel_id, user_id, message, flagged_reason
FROM {chat_messages}
WHERE flagged_by = %(user_id)s
ORDER BY created_at DESC
LIMIT 50
