-- sixteen sessions that write for one user in one channel at once, each asking the function first

-- an analyst and a reader
INSERT INTO {users} (id, phone, password_hash, user_type)
VALUES (%(analyst)s, '+99900000001', '$2b$12$' || repeat('a', 53), 'analyst'),
       (%(reader)s, '+99900000002', '$2b$12$' || repeat('a', 53), 'trader')

-- two channels
INSERT INTO {chat_channels} (id, analyst_id, channel_name)
VALUES (%(channel)s, %(analyst)s, 'Community'), (%(lounge)s, %(analyst)s, 'Lounge')

-- the limit of a channel for which none was named
-- wants: 10
SELECT message_rate_limit FROM {chat_channels} WHERE id = %(channel)s

-- sixteen sessions write at once
-- sessions: 16
INSERT INTO {chat_messages} (channel_id, user_id, analyst_id, message)
SELECT %(channel)s, %(reader)s, %(analyst)s, 'Good morning'
WHERE check_chat_rate_limit(%(reader)s, %(channel)s, 10)

-- what they wrote
-- counts: messages of one user within a minute
SELECT count(*) FROM {chat_messages} WHERE channel_id = %(channel)s

-- messages the channel counts
-- wants: 10
SELECT total_messages FROM {chat_channels} WHERE id = %(channel)s

-- the same user in another channel
-- wants: 1
INSERT INTO {chat_messages} (channel_id, user_id, analyst_id, message)
SELECT %(lounge)s, %(reader)s, %(analyst)s, 'Good morning'
WHERE check_chat_rate_limit(%(reader)s, %(lounge)s, 10)

-- the messages grow a minute old
UPDATE {chat_messages} SET created_at = created_at - interval '1 minute' WHERE channel_id = %(channel)s

-- one more after a minute
-- wants: 1
INSERT INTO {chat_messages} (channel_id, user_id, analyst_id, message)
SELECT %(channel)s, %(reader)s, %(analyst)s, 'Good morning'
WHERE check_chat_rate_limit(%(reader)s, %(channel)s, 10)
