-- Which messages did this admin take down?
-- endpoint: GET /admin/messages?deleted_by=
-- index: idx_chat_messages_deleted_by
-- runs: shard
-- keeps deleted: it asks for what was taken down
-- draw typical:
--   SELECT deleted_by AS admin_id
--   FROM {chat_messages}
--   WHERE deleted_by IS NOT NULL
--   GROUP BY deleted_by
--   ORDER BY md5(deleted_by::text)
--   LIMIT 4
-- draw absent: SELECT md5('nobody ' || n)::uuid AS admin_id FROM generate_series(1, 2) AS n
SELECT id, channel_id, user_id, deletion_reason, deleted_at
FROM {chat_messages}
WHERE deleted_by = %(admin_id)s
ORDER BY deleted_at DESC
LIMIT 50
