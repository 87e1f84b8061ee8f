-- hours of a day from 22:00 to 08:00 in Dakar

-- a user
INSERT INTO {users} (id, phone) VALUES (%(sleeper)s, '+221770008901')

-- a template
INSERT INTO {notification_templates} (id, template_key, name, body_text)
VALUES (%(template)s, 'tried_at_night', 'Essai', 'Bonjour')

-- a message to this user at three in the night
-- wants: refused
-- of: messages at night
INSERT INTO {notifications} (user_id, recipient_identifier, template_id, channel, body, scheduled_at)
VALUES (%(sleeper)s, '+221770008901', %(template)s, 'sms', 'Bonjour', '2026-03-01 03:00+00')

-- preferences that say nothing of quiet hours
-- wants: 22:00:00, 08:00:00
-- of: the design's function
INSERT INTO {notification_preferences} (user_id) VALUES (%(sleeper)s)
RETURNING quiet_hours_start, quiet_hours_end

-- full hours of a day in which the function keeps quiet
-- wants: 10
-- of: the design's function
SELECT count(*)
FROM generate_series(0, 23) AS hour
WHERE NOT may_tell(%(sleeper)s, 'pot_opened', 'sms', timestamptz '2026-03-01 00:00+00' + hour * interval '1 hour')

-- whether it speaks a second before 22:00, at 22:00, a second before 08:00 and at 08:00
-- wants: yes, no, no, yes
-- of: the design's function
SELECT may_tell(%(sleeper)s, 'pot_opened', 'sms', '2026-03-01 21:59:59+00'),
       may_tell(%(sleeper)s, 'pot_opened', 'sms', '2026-03-01 22:00:00+00'),
       may_tell(%(sleeper)s, 'pot_opened', 'sms', '2026-03-01 07:59:59+00'),
       may_tell(%(sleeper)s, 'pot_opened', 'sms', '2026-03-01 08:00:00+00')

-- full hours of a day that lie BETWEEN the two times
-- wants: 10
-- of: BETWEEN the two times
SELECT count(*)
FROM generate_series(0, 23) AS hour, {notification_preferences} AS p
WHERE p.user_id = %(sleeper)s
  AND make_time(hour, 0, 0) BETWEEN p.quiet_hours_start AND p.quiet_hours_end
