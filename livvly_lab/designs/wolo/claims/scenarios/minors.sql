-- profiles around the eighteenth birthday

-- their users
INSERT INTO {users} (id, phone)
VALUES (%(adult)s, '+221770009801'), (%(minor)s, '+221770009802'), (%(own)s, '+221770009803'),
       (%(ward)s, '+221770009804'), (%(orphan)s, '+221770009805'), (%(traveller)s, '+221770009806'),
       (%(other)s, '+221770009807')

-- a minor who is the own guardian
-- wants: refused
-- of: guardians who can answer
INSERT INTO {profiles} (user_id, full_name, date_of_birth, guardian_user_id, relationship_type)
VALUES (%(own)s, 'Fatou Sarr', '2020-01-01', %(own)s, 'parent')

-- a minor whose guardian is nobody
-- wants: refused
-- of: guardians who can answer
INSERT INTO {profiles} (user_id, full_name, date_of_birth, guardian_user_id, relationship_type)
VALUES (%(orphan)s, 'Sira Ba', '2020-01-01', %(nobody)s, 'guardian')

-- eighteen today, alone
-- wants: taken
-- of: ages
INSERT INTO {profiles} (user_id, full_name, date_of_birth)
VALUES (%(adult)s, 'Awa Diop', current_date - interval '18 years')

-- a day short of eighteen, alone
-- wants: refused by check
-- of: ages
INSERT INTO {profiles} (user_id, full_name, date_of_birth)
VALUES (%(minor)s, 'Modou Fall', current_date - interval '18 years' + interval '1 day')

-- a day short of eighteen, with a guardian but no relationship
-- wants: refused by check
-- of: ages
INSERT INTO {profiles} (user_id, full_name, date_of_birth, guardian_user_id)
VALUES (%(minor)s, 'Modou Fall', current_date - interval '18 years' + interval '1 day', %(adult)s)

-- a day short of eighteen, with both
-- wants: taken
-- of: ages
INSERT INTO {profiles} (user_id, full_name, date_of_birth, guardian_user_id, relationship_type)
VALUES (%(minor)s, 'Modou Fall', current_date - interval '18 years' + interval '1 day', %(adult)s, 'parent')

-- a minor whose guardian is a minor
-- wants: refused
-- of: guardians who can answer
INSERT INTO {profiles} (user_id, full_name, date_of_birth, guardian_user_id, relationship_type)
VALUES (%(ward)s, 'Ibou Sow', '2020-01-01', %(minor)s, 'sibling')

-- the session moves to Kiritimati, where the day begins first
SET LOCAL TIME ZONE 'Pacific/Kiritimati'

-- eighteen today in Kiritimati, written there
-- wants: taken
-- of: the same birthday in two time zones
INSERT INTO {profiles} (user_id, full_name, date_of_birth)
VALUES (%(traveller)s, 'Lamine Ndiaye', current_date - interval '18 years')

-- the session moves to Midway, where it is still the day before
SET LOCAL TIME ZONE 'Pacific/Midway'

-- the same birthday at the same moment, written in Midway
-- wants: taken
-- of: the same birthday in two time zones
INSERT INTO {profiles} (user_id, full_name, date_of_birth)
VALUES (%(other)s, 'Ousmane Ndiaye', (now() AT TIME ZONE 'Pacific/Kiritimati')::date - interval '18 years')
