-- messages into one channel
INSERT INTO {chat_messages} (channel_id, user_id, analyst_id, message)
VALUES (md5('channel 1')::uuid, md5('reader ' || :n)::uuid, %(analyst)s, 'Good morning')
