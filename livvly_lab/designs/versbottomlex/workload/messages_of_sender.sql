-- What did this user write last?
-- endpoint: GET /moderation/users/:id/messages
-- index: idx_messages_sender
-- runs: scatter
-- keeps deleted: a moderator sees what was deleted
-- draw typical:
--   SELECT sender_id AS sender_id
--   FROM {messages}
--   GROUP BY sender_id
--   ORDER BY md5(sender_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT sender_id AS sender_id
--   FROM {messages}
--   GROUP BY sender_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS sender_id FROM generate_series(1, 2) AS n
SELECT id, owner_id, stream_id, body, created_at
FROM {messages}
WHERE sender_id = %(sender_id)s
ORDER BY created_at DESC
LIMIT 50
