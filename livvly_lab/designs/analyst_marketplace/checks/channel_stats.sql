-- the messages of every channel and the latest of them are those that were not taken down
-- kind: balance
SELECT c.id AS channel, c.total_messages, m.messages, c.last_message_at, m.last
FROM chat_channels AS c
LEFT JOIN (
  SELECT channel_id, count(*) AS messages, max(created_at) AS last FROM chat_messages WHERE NOT is_deleted GROUP BY channel_id
) AS m ON m.channel_id = c.id
WHERE c.total_messages <> coalesce(m.messages, 0) OR c.last_message_at IS DISTINCT FROM m.last
