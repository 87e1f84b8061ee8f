-- eight sessions that invite at once for a sponsor who has five of fifty left

-- the sponsor
INSERT INTO {users} (id, phone) VALUES (%(sponsor)s, '+221770009601')

-- the day's counter at forty-five
INSERT INTO {sponsor_daily_limits} (id, sponsor_user_id, invitations_sent_today) VALUES (%(limit)s, %(sponsor)s, 45)

-- fifty invitations of the day
INSERT INTO {referrals} (sponsor_user_id, referral_code, invited_phone, daily_limit_id, invitation_order)
SELECT %(sponsor)s, 'TRIED-' || n, '+22178000' || 1000 + n, %(limit)s, n FROM generate_series(1, 50) AS n

-- eight sessions write one more invitation each, without counting
-- wants: 0
-- of: invitations beside the counter
-- sessions: 8
INSERT INTO {referrals} (sponsor_user_id, referral_code, invited_phone, daily_limit_id, invitation_order)
VALUES (%(sponsor)s, 'BEYOND-' || %(session)s, '+221790001001', %(limit)s, 51)

-- what the day's invitations number
-- counts: invitations of a day with a limit of fifty
SELECT count(*) FROM {referrals} WHERE daily_limit_id = %(limit)s

-- eight sessions count one more each
-- wants: 5
-- of: the counter of the day
-- sessions: 8
UPDATE {sponsor_daily_limits} SET invitations_sent_today = invitations_sent_today + 1 WHERE id = %(limit)s

-- what the counter says
-- wants: 50
-- of: the counter of the day
SELECT invitations_sent_today FROM {sponsor_daily_limits} WHERE id = %(limit)s

-- a batch of fifty
-- wants: taken
-- of: the size of a batch
INSERT INTO {sponsor_contact_batches} (sponsor_user_id, start_position, end_position) VALUES (%(sponsor)s, 0, 50)

-- a batch of fifty-one
-- wants: refused by check
-- of: the size of a batch
INSERT INTO {sponsor_contact_batches} (sponsor_user_id, start_position, end_position) VALUES (%(sponsor)s, 50, 101)

-- eight sessions begin the day's first batch again
-- wants: 0
-- of: batches of a day
-- sessions: 8
INSERT INTO {sponsor_contact_batches} (sponsor_user_id, start_position, end_position) VALUES (%(sponsor)s, 0, 50)
