-- messages of an application that does not ask for the limit

-- an analyst and a reader
INSERT INTO {users} (id, phone, password_hash, user_type)
VALUES (%(analyst)s, '+99900000001', '$2b$12$' || repeat('a', 53), 'analyst'),
       (%(reader)s, '+99900000002', '$2b$12$' || repeat('a', 53), 'trader')

-- a channel
INSERT INTO {chat_channels} (id, analyst_id, channel_name) VALUES (%(channel)s, %(analyst)s, 'Community')

-- eleven messages at once
-- wants: refused
-- of: bursts that pass unasked
INSERT INTO {chat_messages} (channel_id, user_id, analyst_id, message)
SELECT %(channel)s, %(reader)s, %(analyst)s, 'Good morning' FROM generate_series(1, 11)
