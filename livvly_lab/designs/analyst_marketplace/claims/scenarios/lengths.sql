-- texts of 2,000 characters and one more, in letters of one and of three bytes

-- an analyst
INSERT INTO {users} (id, phone, password_hash, user_type)
VALUES (%(analyst)s, '+99900000001', '$2b$12$' || repeat('a', 53), 'analyst')

-- a channel
INSERT INTO {chat_channels} (id, analyst_id, channel_name) VALUES (%(channel)s, %(analyst)s, 'Community')

-- a bio of 2,000 characters
-- wants: taken
INSERT INTO {analyst_profiles} (user_id, display_name, bio) VALUES (%(analyst)s, 'Asha Rao', repeat('x', 2000))

-- a bio of 2,000 letters in Devanagari
-- wants: taken
UPDATE {analyst_profiles} SET bio = repeat('क', 2000) WHERE user_id = %(analyst)s

-- a bio of 2,001 characters
-- wants: refused by check
UPDATE {analyst_profiles} SET bio = repeat('x', 2001) WHERE user_id = %(analyst)s

-- a message of 2,000 characters
-- wants: taken
INSERT INTO {chat_messages} (channel_id, user_id, analyst_id, message)
VALUES (%(channel)s, %(analyst)s, %(analyst)s, repeat('x', 2000))

-- a message of 2,000 letters in Tamil
-- wants: taken
INSERT INTO {chat_messages} (channel_id, user_id, analyst_id, message)
VALUES (%(channel)s, %(analyst)s, %(analyst)s, repeat('த', 2000))

-- a message of 2,001 characters
-- wants: refused by check
INSERT INTO {chat_messages} (channel_id, user_id, analyst_id, message)
VALUES (%(channel)s, %(analyst)s, %(analyst)s, repeat('x', 2001))

-- a message without text
-- wants: refused by not null
INSERT INTO {chat_messages} (channel_id, user_id, analyst_id) VALUES (%(channel)s, %(analyst)s, %(analyst)s)
