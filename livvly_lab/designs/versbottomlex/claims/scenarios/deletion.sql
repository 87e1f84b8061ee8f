-- an account that is closed, opened again and removed

-- two users
INSERT INTO {users} (id, username, display_name, birth_date, country_code, email_ciphertext)
SELECT id, 'tried_' || n, 'Tried', '1990-01-01', 'DE', '\x01'::bytea || decode(repeat('00', 60), 'hex')
FROM unnest(ARRAY[%(performer)s, %(viewer)s]::uuid[]) WITH ORDINALITY AS u (id, n)

-- a stream that is kept and one that was deleted before
INSERT INTO {streams}
  (id, performer_id, title, description, category_id, rating, locale, visibility, status, scheduled_at, ingest_protocol, codec,
   height_pixels, frames_per_second, bitrate_kbps, stream_key_hash, deleted_at)
SELECT id, %(performer)s, 'Tried', 'Tried', 13, 'general', 'en-US', 'public', 'scheduled', '2026-12-01Z', 'rtmp', 'h264', 720, 30,
       2800, decode(repeat('00', 32), 'hex'), CASE n WHEN 2 THEN timestamptz '2026-01-01Z' END
FROM unnest(ARRAY[%(kept)s, %(gone)s]::uuid[]) WITH ORDINALITY AS s (id, n)

-- a message in its chat
INSERT INTO {messages} (id, owner_id, sender_id, stream_id, body)
VALUES (%(message)s, %(performer)s, %(viewer)s, %(kept)s, 'tried')

-- a message to somebody
INSERT INTO {messages} (owner_id, sender_id, body) VALUES (%(viewer)s, %(performer)s, 'tried')

-- the account is closed
-- wants: yes
-- of: soft deletion that does not agree with the cascades
SELECT close_account(%(performer)s)

-- what is live of it: streams, messages read by it, messages it wrote
-- wants: 0, 0, 0
-- of: soft deletion that does not agree with the cascades
SELECT (SELECT count(*) FROM {streams} WHERE performer_id = %(performer)s AND deleted_at IS NULL),
       (SELECT count(*) FROM {messages} WHERE owner_id = %(performer)s AND deleted_at IS NULL),
       (SELECT count(*) FROM {messages} WHERE sender_id = %(performer)s AND deleted_at IS NULL)

-- it is opened again
-- wants: yes
-- of: soft deletion that does not agree with the cascades
SELECT reopen_account(%(performer)s)

-- what is live of it then: not what was deleted before
-- wants: 1, 1, 1
-- of: soft deletion that does not agree with the cascades
SELECT (SELECT count(*) FROM {streams} WHERE performer_id = %(performer)s AND deleted_at IS NULL),
       (SELECT count(*) FROM {messages} WHERE owner_id = %(performer)s AND deleted_at IS NULL),
       (SELECT count(*) FROM {messages} WHERE sender_id = %(performer)s AND deleted_at IS NULL)

-- it is removed
-- wants: 1
-- of: cascades that leave something
DELETE FROM {users} WHERE id = %(performer)s

-- what is left of it: streams, messages
-- wants: 0, 0
-- of: cascades that leave something
SELECT (SELECT count(*) FROM {streams} WHERE performer_id = %(performer)s),
       (SELECT count(*) FROM {messages} WHERE owner_id = %(performer)s)
