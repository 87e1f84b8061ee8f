-- every answer in a channel follows a message of the same channel, written before it
-- kind: time
SELECT m.id AS message, m.channel_id, r.channel_id AS channel_of_answered, m.created_at, r.created_at AS answered
FROM chat_messages AS m
JOIN chat_messages AS r ON r.id = m.reply_to_message_id
WHERE m.channel_id <> r.channel_id OR r.created_at > m.created_at
