-- recordings that are due, held as evidence or not due

-- a performer
INSERT INTO {users} (id, username, display_name, birth_date, country_code, email_ciphertext)
VALUES (%(performer)s, 'tried_performer', 'Tried', '1990-01-01', 'DE', '\x01'::bytea || decode(repeat('00', 60), 'hex'))

-- a stream
INSERT INTO {streams}
  (id, performer_id, title, description, category_id, rating, locale, visibility, status, scheduled_at, started_at, ended_at,
   ingest_protocol, codec, height_pixels, frames_per_second, bitrate_kbps, stream_key_hash)
VALUES (%(stream)s, %(performer)s, 'Tried', 'Tried', 13, 'general', 'en-US', 'public', 'ended', '2020-01-01Z', '2020-01-01Z',
        '2020-01-01 01:00Z', 'rtmp', 'h264', 720, 30, 2800, decode(repeat('00', 32), 'hex'))

-- three recordings of 2020: one kept for a month, one held, one kept until somebody decides
INSERT INTO {stream_archives}
  (performer_id, stream_id, part, storage_uri, checksum, size_bytes, duration_seconds, manifest_uri, visibility,
   moderation_status, retention_code, legal_hold, created_at)
SELECT %(performer)s, %(stream)s, n, 's3://tried/' || n, decode(repeat('00', 32), 'hex'), 1, 1, 'https://tried', 'public',
       'pending', CASE n WHEN 3 THEN 'evidence' ELSE 'short' END, n = 2, '2020-01-01Z'
FROM generate_series(1, 3) AS n

-- when the first expires
-- wants: 2020-01-31
SELECT (expires_at AT TIME ZONE 'UTC')::date FROM {stream_archives} WHERE stream_id = %(stream)s AND part = 1

-- the job on the last day it is kept
SELECT expire_archives('2020-01-31Z')

-- soft-deleted then
-- wants: 0
SELECT count(*) FROM {stream_archives} WHERE stream_id = %(stream)s AND deleted_at IS NOT NULL

-- the job a day later
SELECT expire_archives('2020-02-01Z')

-- soft-deleted then
-- wants: 1
SELECT count(*) FROM {stream_archives} WHERE stream_id = %(stream)s AND deleted_at IS NOT NULL

-- the files that may go before the days of grace are over
-- wants: 0
SELECT count(*) FROM purge_archives('2020-02-08Z') AS uri WHERE uri LIKE 's3://tried/%%'

-- the files that may go after them
-- wants: 1
SELECT count(*) FROM purge_archives('2020-02-09Z') AS uri WHERE uri LIKE 's3://tried/%%'

-- removing what is held
-- wants: refused
DELETE FROM {stream_archives} WHERE stream_id = %(stream)s AND part = 2

-- what is left
-- wants: 2
SELECT count(*) FROM {stream_archives} WHERE stream_id = %(stream)s

-- the job ten years on
SELECT expire_archives('2036-01-01Z')

-- recordings of this run that are due and left, and held ones that it took
-- wants: 0, 0
SELECT count(*) FILTER (WHERE expires_at < '2036-01-01Z' AND deleted_at IS NULL AND NOT legal_hold),
       count(*) FILTER (WHERE legal_hold AND deleted_at = '2036-01-01Z')
FROM stream_archives

-- the other job a year later
-- counts: recordings removed
SELECT count(*) FROM purge_archives('2037-01-01Z')

-- recordings of this run whose days of grace are over and that are left
-- wants: 0
SELECT count(*) FROM stream_archives WHERE deleted_at < '2036-06-01Z' AND NOT legal_hold
