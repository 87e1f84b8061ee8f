-- Which messages wait for a moderator?
-- endpoint: GET /moderation/messages
-- index: idx_messages_flagged
-- runs: scatter
SELECT id, sender_id, body, created_at
FROM {messages}
WHERE moderation_status = 'flagged' AND deleted_at IS NULL
ORDER BY created_at
LIMIT 50
