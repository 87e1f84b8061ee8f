-- pots that are to open on some day before a birthday

-- their owner
INSERT INTO {users} (id, phone) VALUES (%(owner)s, '+221770009701')

-- thirty days before
-- wants: taken
-- of: days other than J-30
INSERT INTO {pots} (id, owner_user_id, title, target_amount_cfa, birthday_date, scheduled_open_at)
VALUES (%(punctual)s, %(owner)s, 'Anniversaire', 50000, '2030-12-31', '2030-12-01 00:00+00')

-- sixty days before
-- wants: refused
-- of: days other than J-30
INSERT INTO {pots} (id, owner_user_id, title, target_amount_cfa, birthday_date, scheduled_open_at)
VALUES (%(early)s, %(owner)s, 'Anniversaire', 50000, '2030-12-31', '2030-11-01 00:00+00')

-- twenty-nine days before
-- wants: refused
-- of: days other than J-30
INSERT INTO {pots} (id, owner_user_id, title, target_amount_cfa, birthday_date, scheduled_open_at)
VALUES (%(late)s, %(owner)s, 'Anniversaire', 50000, '2030-12-31', '2030-12-02 00:00+00')

-- the day before
-- wants: refused
-- of: days other than J-30
INSERT INTO {pots} (id, owner_user_id, title, target_amount_cfa, birthday_date, scheduled_open_at)
VALUES (%(last)s, %(owner)s, 'Anniversaire', 50000, '2030-12-31', '2030-12-30 00:00+00')

-- on the birthday itself
-- wants: refused by check
-- of: days too late
INSERT INTO {pots} (id, owner_user_id, title, target_amount_cfa, birthday_date, scheduled_open_at)
VALUES (%(missed)s, %(owner)s, 'Anniversaire', 50000, '2030-12-31', '2030-12-31 00:00+00')

-- moved to the birthday later
-- wants: refused by check
-- of: days too late
UPDATE {pots} SET scheduled_open_at = '2030-12-31 00:00+00' WHERE id = %(punctual)s

-- the session moves to Tokyo
SET LOCAL TIME ZONE 'Asia/Tokyo'

-- the moment of the day before, written in Tokyo
-- wants: taken
-- of: the same moment in two time zones
INSERT INTO {pots} (id, owner_user_id, title, target_amount_cfa, birthday_date, scheduled_open_at)
VALUES (%(travelled)s, %(owner)s, 'Anniversaire', 50000, '2030-12-31', '2030-12-30 00:00+00')
