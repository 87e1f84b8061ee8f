-- eight workers at once on one queue of messages

-- the template
INSERT INTO {notification_templates} (id, template_key, name, body_text)
VALUES (%(template)s, 'tried_message', 'Essai', 'Bonjour')

-- a message whose three retries are spent
INSERT INTO {notifications} (id, recipient_identifier, template_id, channel, body, scheduled_at, retry_count)
VALUES (%(spent)s, '+221780009002', %(template)s, 'sms', 'Bonjour', '2026-03-01 11:00+00', 3)

-- eight workers retry it once more without asking
-- wants: 0
-- of: a worker that does not ask
-- sessions: 8
UPDATE {notifications} SET retry_count = retry_count + 1 WHERE id = %(spent)s

-- a message that says nothing of its retries
-- wants: 3, 0
-- of: a worker that asks the limit
INSERT INTO {notifications} (id, recipient_identifier, template_id, channel, body, scheduled_at)
VALUES (%(message)s, '+221780009001', %(template)s, 'sms', 'Bonjour', '2026-03-01 12:00+00')
RETURNING max_retries, retry_count

-- eight workers retry it, as long as it has retries left
-- wants: 3
-- of: a worker that asks the limit
-- sessions: 8
UPDATE {notifications}
SET next_retry_at = coalesce(next_retry_at, scheduled_at) + interval '1 minute' * 2 ^ retry_count,
    retry_count = retry_count + 1
WHERE id = %(message)s AND retry_count < max_retries

-- the waits that doubled: one, two and four minutes
-- wants: 00:07:00
-- of: a worker that asks the limit
SELECT (next_retry_at - scheduled_at)::text FROM {notifications} WHERE id = %(message)s

-- four messages that are due
INSERT INTO {notifications} (recipient_identifier, template_id, channel, body, scheduled_at)
SELECT '+22178000' || 9010 + n, %(template)s, 'sms', 'Bonjour', '2026-03-01 13:00+00' FROM generate_series(1, 4) AS n

-- eight workers take one each, leaving out what another has locked
-- wants: 4
-- of: messages taken once
-- sessions: 8
UPDATE {notifications} SET status = 'sent', sent_at = now()
WHERE id = (
  SELECT id FROM {notifications} WHERE status = 'pending' AND scheduled_at = '2026-03-01 13:00+00'
  ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
)
