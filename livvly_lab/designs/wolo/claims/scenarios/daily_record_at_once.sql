-- eight sessions that open the day of one sponsor at once

-- the sponsor
INSERT INTO {users} (id, phone) VALUES (%(sponsor)s, '+221770009501')

-- the session moves to Kiritimati, where the day begins first
SET TIME ZONE 'Pacific/Kiritimati'

-- today as the default says it in Kiritimati
INSERT INTO {sponsor_daily_limits} (sponsor_user_id) VALUES (%(sponsor)s)

-- the session moves to Midway, where it is still the day before
SET TIME ZONE 'Pacific/Midway'

-- today as the default says it in Midway, a moment later
-- wants: refused by unique
-- of: records of one moment in two time zones
INSERT INTO {sponsor_daily_limits} (sponsor_user_id) VALUES (%(sponsor)s)

-- the session is back in Dakar
SET TIME ZONE 'UTC'

-- eight sessions write the record of a day
-- wants: 1
-- of: records of one day
-- sessions: 8
INSERT INTO {sponsor_daily_limits} (sponsor_user_id, limit_date) VALUES (%(sponsor)s, '2026-03-01')

-- the same day again, later
-- wants: refused by unique
-- of: records of one day
INSERT INTO {sponsor_daily_limits} (sponsor_user_id, limit_date) VALUES (%(sponsor)s, '2026-03-01')

-- the next day
-- wants: taken
-- of: records of one day
INSERT INTO {sponsor_daily_limits} (sponsor_user_id, limit_date) VALUES (%(sponsor)s, '2026-03-02')
