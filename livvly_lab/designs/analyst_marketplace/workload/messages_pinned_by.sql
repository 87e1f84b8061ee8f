-- Which messages did this user pin?
-- endpoint: GET /channels/{id}/pins
-- index: idx_chat_messages_pinned_by
-- runs: shard
-- draw typical:
--   SELECT pinned_by AS user_id
--   FROM {chat_messages}
--   WHERE pinned_by IS NOT NULL
--   GROUP BY pinned_by
--   ORDER BY md5(pinned_by::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, channel_id, message, pinned_at
FROM {chat_messages}
WHERE pinned_by = %(user_id)s AND deleted_at IS NULL
ORDER BY pinned_at DESC
